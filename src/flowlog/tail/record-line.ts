/** Lines of records as bytes: most are plain successes, about which there is nothing to conclude, and of
 *  ten thousand a second nobody reads each. */
import { unusualMark } from '../../model/record-mark.ts'

/** Calls `visit` with the place of each line, its end without the line feed. */
export function eachLine(lines: Buffer, visit: (start: number, end: number) => void): void {
  let start = 0
  for (;;) {
    const end = lines.indexOf(newline, start)
    if (end < 0) return
    visit(start, end)
    start = end + 1
  }
}

/** The same of those that are no plain successes; the others cost next to nothing. */
export function eachUnusualLine(lines: Buffer, visit: (start: number, end: number) => void): void {
  for (let end = lines.indexOf(markedEnd); end >= 0; end = lines.indexOf(markedEnd, end + 2)) {
    visit(lines.lastIndexOf(newline, end) + 1, end)
  }
}

const newline = 10
const markedEnd = Buffer.from(`${unusualMark}\n`)
