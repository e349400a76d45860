/** Bytes and text 1:1. Node's `latin1Slice` is what `toString('latin1')` calls after looking the
 *  encoding's name up; on the hot path the look-up shows (it is public but missing in the types). */
interface Latin1Buffer {
  latin1Slice(start: number, end: number): string
  latin1Write(text: string, offset: number): number
}

export function latin1Text(bytes: Buffer, start: number, end: number): string {
  return (bytes as unknown as Latin1Buffer).latin1Slice(start, end) // see above
}

export function latin1Write(bytes: Buffer, text: string, offset: number): void {
  ;(bytes as unknown as Latin1Buffer).latin1Write(text, offset) // see above
}

/** Bytes of the worker's read buffer that must outlive the event. */
export function copyOf(bytes: Buffer, start: number, end: number): Buffer {
  const copy = Buffer.allocUnsafe(end - start)
  bytes.copy(copy, 0, start, end) // without a view in between, which costs as much as the copy
  return copy
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** A string of its own: no slice that keeps a 16 KiB head alive, no rope to walk on every use. */
export function flatCopy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
