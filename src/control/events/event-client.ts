/** One who listens: a stream of server-sent events (HTML, section 9.2) that never holds anything up. What
 *  a slow reader has no room for is counted, and told once there is room again. */
export type Dropped = 'events' | 'matched' | 'unseen' | 'slow'

/** Bytes that wait for one reader, beside what the system holds: the 200 usual records that may come at
 *  once, and as much again less a little. */
const mostWaitingBytes = 524_288
/** Who takes nothing for so long is gone, or as good as. */
const mostSilentMs = 60_000

/** Of Node's ServerResponse. */
export interface EventStream {
  readonly writableEnded: boolean
  readonly destroyed: boolean
  readonly writableLength: number
  write(text: string): boolean
  end(): void
  destroy(): void
  on(event: 'drain', heard: () => void): unknown
}

export class EventClient {
  readonly #response: EventStream
  readonly #dropped = new Map<Dropped, number>()
  #stuckSinceMs = 0

  constructor(response: EventStream) {
    this.#response = response
    response.on('drain', () => (this.#stuckSinceMs = 0))
  }

  /** False where there was no room; then nothing was sent. */
  send(frames: string): boolean {
    const response = this.#response
    if (response.writableEnded || response.destroyed) return false
    if (response.writableLength + frames.length > mostWaitingBytes) return false
    if (!response.write(frames) && this.#stuckSinceMs === 0) this.#stuckSinceMs = performance.now()
    return true
  }

  /** As many as there is room for, from the first on; how many that is. */
  sendSome(frames: readonly string[]): number {
    let room = mostWaitingBytes - this.#response.writableLength
    let count = 0
    for (const { length } of frames) {
      if (length > room) break
      room -= length
      count++
    }
    return count > 0 && this.send(frames.slice(0, count).join('')) ? count : 0
  }

  drop(what: Dropped, count: number): void {
    if (count > 0) this.#dropped.set(what, (this.#dropped.get(what) ?? 0) + count)
  }

  /** What was dropped since it was last told. */
  tellDropped(): void {
    if (this.#dropped.size === 0) return
    const counts = Object.fromEntries(this.#dropped)
    if (this.send(frameOf('dropped', counts))) this.#dropped.clear()
  }

  get isStuck(): boolean {
    return this.#stuckSinceMs > 0 && performance.now() - this.#stuckSinceMs > mostSilentMs
  }

  /** The last event, for a reader that can still hear it. */
  end(reason: string): void {
    this.send(frameOf('end', { reason }))
    this.#response.end()
  }

  cut(): void {
    this.#response.destroy()
  }
}

/** JSON holds no line end, so a frame has one `data` line. */
export function frameOf(event: string, data: object | string, id = ''): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return `${id === '' ? '' : `id: ${id}\n`}event: ${event}\ndata: ${text}\n\n`
}
