/** Hands the bytes of a plain socket to their reader without the JavaScript of Node's stream layer in
 *  between, which looks up six of its own fields for each packet. Ends and errors still go Node's way. */
import type { Socket } from 'node:net'
import { plainHandleOf, streamBinding } from './stream-binding.ts'

export interface ReadInto {
  readonly buffer: Buffer
  /** false: pause until `socket.resume()`. The bytes are valid only during the call. */
  readonly callback: (length: number, bytes: Uint8Array) => boolean
}

/** For a socket made with `onread: into`. */
export function readDirectly(socket: Socket, { buffer, callback }: ReadInto): void {
  const handle = plainHandleOf(socket)
  if (handle === undefined || streamBinding === undefined) return
  const { streamBaseState, kReadBytesOrError } = streamBinding
  const nodesOwn = handle.onread
  handle.onread = function (bytes) {
    const length = streamBaseState[kReadBytesOrError] ?? 0
    if (length <= 0 || socket.destroyed) return nodesOwn.call(this, bytes)
    if (callback(length, buffer) || socket.destroyed) return undefined
    this.reading = false // as Node does where an `onread` callback gives false
    this.readStop()
    return undefined
  }
}
