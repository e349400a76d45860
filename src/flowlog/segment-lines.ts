/** Lines of a spool segment, last first: the newest record of a worker stands at the end. */
import { open } from 'node:fs/promises'

/** Yields lines in blocks. A last line without its end is still being written and left out. A file
 *  that is gone gives nothing: it has become a Parquet file meanwhile. */
export async function* linesFromEnd(path: string): AsyncGenerator<readonly string[]> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return
  try {
    let end = (await file.stat()).size
    let rest: Buffer = Buffer.alloc(0) // the beginning of a line whose end was read before
    let isTail = true
    while (end > 0) {
      const start = Math.max(0, end - blockBytes)
      const block = Buffer.alloc(end - start)
      const { bytesRead } = await file.read(block, 0, block.length, start)
      let bytes = Buffer.concat([block.subarray(0, bytesRead), rest])
      if (isTail) bytes = bytes.subarray(0, bytes.lastIndexOf(newline) + 1)
      isTail = isTail && bytes.length === 0
      const from = start === 0 ? 0 : bytes.indexOf(newline) + 1
      rest = start === 0 ? bytes.subarray(0, 0) : Buffer.from(bytes.subarray(0, from))
      yield wholeLines(bytes, from)
      end = start
    }
  } finally {
    await file.close()
  }
}

/** The first line that begins so, searched from the end; undefined if there is none. */
export async function lineBeginning(path: string, prefix: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const { size } = await file.stat()
    for (let end = size; end > 0; end -= blockBytes) {
      const start = Math.max(0, end - blockBytes)
      // what begins in this block may end in the next one
      const block = Buffer.alloc(Math.min(size, end + longestLine) - start)
      const { bytesRead } = await file.read(block, 0, block.length, start)
      const line = lineIn(block.subarray(0, bytesRead), prefix)
      if (line !== undefined) return line
    }
    return undefined
  } finally {
    await file.close()
  }
}

const blockBytes = 1_048_576
/** As the ring takes them: 256 Ki characters, three bytes each at most. */
const longestLine = 3 * 262_144 + 1
const newline = 10

function lineIn(bytes: Buffer, prefix: string): string | undefined {
  for (let at = bytes.indexOf(prefix); at >= 0; at = bytes.indexOf(prefix, at + 1)) {
    if (at > 0 && bytes[at - 1] !== newline) continue
    const end = bytes.indexOf(newline, at)
    return end < 0 ? undefined : bytes.toString('utf8', at, end)
  }
  return undefined
}

function wholeLines(bytes: Buffer, from: number): string[] {
  const lines: string[] = []
  let end = bytes.length - 1 // the last byte ends the last line
  while (end > from) {
    const start = Math.max(from, bytes.lastIndexOf(newline, end - 1) + 1)
    lines.push(bytes.toString('utf8', start, end))
    end = start - 1
  }
  return lines
}
