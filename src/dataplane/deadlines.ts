/** Every time limit of a worker in one coarse wheel. Setting a deadline costs a few stores and no
 *  allocation; a deadline fires up to one tick late and never early. */
export interface Timed {
  /** When it is due on the wheel's clock in ms; 0: nothing is due. Written by the wheel only. */
  deadlineMs: number
  /** Tick of the bucket the item sits in; 0: in none. Written by the wheel only, starts as 0. */
  inWheelTick: number
  /** Next item of the same bucket. Written by the wheel only, starts as undefined. */
  nextTimed: Timed | undefined
  onDeadline(): void
}

/** 25 ms: a fraction of the shortest limit that people configure (100 ms), and 40 wake-ups a second
 *  cost a worker less than 0.1 % of a core. */
export const tickMs = 25

/** Buckets, a power of two. An item with a far deadline waits in a bucket at most 1.6 s ahead and
 *  is then looked at and put back. So a deadline that moves is nearly always a single store: only one
 *  that moves before its bucket has to be taken out of it. */
const bucketCount = 64
const farTicks = bucketCount / 2

export class Deadlines {
  /** Monotonic ms, refreshed at each tick and by each `set`. */
  nowMs: number
  readonly #clock: () => number
  readonly #buckets: (Timed | undefined)[] = Array.from({ length: bucketCount }, () => undefined)
  readonly #timer: NodeJS.Timeout
  /** The tick whose bucket was emptied last. */
  #tick: number
  /** Items taken out of a bucket and not looked at yet; survives an `onDeadline` that throws. */
  #due: Timed | undefined = undefined
  #spread = 0

  constructor(clock: () => number = monotonicMs) {
    this.#clock = clock
    this.nowMs = clock()
    this.#tick = Math.floor(this.nowMs / tickMs)
    this.#timer = setInterval(() => this.tick(), tickMs).unref()
  }

  /** Replaces the item's deadline. `nowMs`: a reading of the clock made in this event, which saves
   *  another one. */
  set(item: Timed, afterMs: number, nowMs: number = this.#clock()): void {
    this.nowMs = nowMs
    item.deadlineMs = Math.max(this.nowMs + afterMs, 1) // 0 means none
    if (item.inWheelTick === 0) this.#insert(item)
    else if (item.inWheelTick * tickMs >= item.deadlineMs + tickMs && this.#takeOut(item)) {
      this.#insert(item)
    }
  }

  /** Nothing is due any more. The item leaves its bucket when the wheel next comes by, which keeps it
   *  alive for at most 1.6 s. */
  clear(item: Timed): void {
    item.deadlineMs = 0
  }

  close(): void {
    clearInterval(this.#timer)
    this.#buckets.fill(undefined)
    this.#due = undefined
  }

  /** Fires what is due. The timer calls it; with a clock of their own, tests do. */
  tick(): void {
    this.nowMs = this.#clock()
    const reached = Math.floor(this.nowMs / tickMs)
    this.#fireDue() // what an onDeadline that threw has left behind
    // After a long stall one turn of the wheel sees every bucket.
    this.#tick = Math.max(this.#tick, reached - bucketCount)
    while (this.#tick < reached) {
      this.#tick++
      const slot = this.#tick & (bucketCount - 1)
      this.#due = this.#buckets[slot]
      this.#buckets[slot] = undefined
      this.#fireDue()
    }
  }

  #fireDue(): void {
    for (let item = this.#due; item !== undefined; item = this.#due) {
      this.#due = item.nextTimed
      item.nextTimed = undefined
      item.inWheelTick = 0
      if (item.deadlineMs === 0) continue
      if (item.deadlineMs <= this.nowMs) {
        item.deadlineMs = 0
        item.onDeadline()
      } else {
        this.#insert(item)
      }
    }
  }

  #insert(item: Timed): void {
    const wanted = Math.max(Math.ceil(item.deadlineMs / tickMs), this.#tick + 1)
    const far = this.#tick + farTicks
    let tick = wanted
    if (wanted > far) {
      // Far items are spread, so that ten thousand connections opened at once do not share a bucket.
      this.#spread = (this.#spread + 1) & (farTicks - 1)
      tick = Math.min(wanted, far + this.#spread - 1)
    }
    const slot = tick & (bucketCount - 1)
    item.inWheelTick = tick
    item.nextTimed = this.#buckets[slot]
    this.#buckets[slot] = item
  }

  /** False where the item is about to be looked at anyway. */
  #takeOut(item: Timed): boolean {
    const slot = item.inWheelTick & (bucketCount - 1)
    let before: Timed | undefined
    for (let at = this.#buckets[slot]; at !== undefined; at = at.nextTimed) {
      if (at === item) {
        if (before === undefined) this.#buckets[slot] = item.nextTimed
        else before.nextTimed = item.nextTimed
        return true
      }
      before = at
    }
    return false
  }
}

function monotonicMs(): number {
  return performance.now()
}
