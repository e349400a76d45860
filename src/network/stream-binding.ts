/** What Node's own net module uses below a socket, for the few places that do without its stream layer.
 *  It is not public: everything is checked, and where a Node keeps it elsewhere the streams do it all. */
import type { Socket } from 'node:net'

export interface StreamBinding {
  readonly WriteWrap: new () => WriteRequest
  /** Numbers that the last call of or into a handle left behind, at the places below. */
  readonly streamBaseState: Int32Array
  readonly kReadBytesOrError: number
  readonly kLastWriteWasAsync: number
}

export interface WriteRequest {
  oncomplete?: (status: number) => void
}

export interface StreamHandle {
  /** Called by libuv with what it read; the number is in `streamBaseState`. */
  onread: (this: StreamHandle, bytes: ArrayBuffer | undefined) => unknown
  reading: boolean
  readonly writeQueueSize: number
  readStop(): number
  writeLatin1String(request: WriteRequest, text: string): number
}

export const streamBinding = boundStreams()

/** undefined for TLS, and where this Node does not let us have it. */
export function plainHandleOf(socket: Socket): StreamHandle | undefined {
  const { _handle: handle } = socket as unknown as { readonly _handle: object | null } // Node's own field, checked
  if (handle === null || typeof handle !== 'object' || handle.constructor.name !== 'TCP')
    return undefined
  const { onread, readStop, writeLatin1String } = handle as Partial<StreamHandle>
  const parts = [onread, readStop, writeLatin1String]
  return parts.every((part) => typeof part === 'function') ? (handle as StreamHandle) : undefined
}

/** Of what was written to the socket, also within a write that is under way: bytes that the kernel has taken.
 *  What still lies in its own send buffer cannot be seen. Of TLS, encrypted bytes. */
export function bytesTaken(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle: CountingHandle | null } // Node's own field, checked
  const { bytesWritten, writeQueueSize } = handle?._parent ?? handle ?? {}
  if (typeof bytesWritten !== 'number' || typeof writeQueueSize !== 'number')
    return socket.bytesWritten - socket.writableLength // whole writes only
  return bytesWritten - writeQueueSize
}

interface CountingHandle {
  /** Of TLS: the connection below it. */
  readonly _parent?: CountingHandle
  readonly bytesWritten?: number
  /** libuv lowers it with each part that the kernel takes. */
  readonly writeQueueSize?: number
}

function boundStreams(): StreamBinding | undefined {
  try {
    const node = process as unknown as { binding(name: string): unknown } // deprecated, so untyped
    const found = node.binding('stream_wrap') as Partial<StreamBinding> // checked below
    const { WriteWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = found
    if (typeof WriteWrap !== 'function' || !(streamBaseState instanceof Int32Array))
      return undefined
    if (typeof kReadBytesOrError !== 'number' || typeof kLastWriteWasAsync !== 'number')
      return undefined
    return { WriteWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync }
  } catch {
    return undefined
  }
}
