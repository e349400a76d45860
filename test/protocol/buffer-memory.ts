import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // exists because of the flag

/** Bytes in buffers that somebody still holds: what was copied and has left is collected first. */
export function heldBufferBytes(): number {
  collect()
  return process.memoryUsage().arrayBuffers
}
