import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // exists because of the flag

/** What `measure` finds more than `before`, once nothing happens any more. What has left is swept by
 *  threads of the engine's own, so a single look may come too early: the least of some looks is what is held. */
export async function bytesHeldSince(
  before: number,
  measure: () => number = heldBufferBytes,
): Promise<number> {
  let held = Infinity
  for (let look = 0; look < 20 && held > 500_000; look++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    held = Math.min(held, measure() - before)
  }
  return held
}

/** Bytes in buffers that somebody still holds: what was copied and has left is collected first. */
export function heldBufferBytes(): number {
  collect()
  return process.memoryUsage().arrayBuffers
}

/** The same with the objects that refer to them, of which each is some hundred bytes. */
export function heldBytes(): number {
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}
