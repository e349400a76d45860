/** A terminal that was copied by rows breaks long lines at its width: rows as wide as the widest go on
 *  in the next one. */
export function unwrapped(text: string): string {
  const lines = text.split('\n')
  const width = widthOfRows(lines)
  if (width === undefined) return text
  const joined: string[] = []
  let isOpen = false
  for (const line of lines) {
    const goesOn =
      isOpen && (!beginsAnew.test(line) || hasWrittenLineEnds.test(joined.at(-1) ?? ''))
    if (goesOn) joined[joined.length - 1] += line
    else joined.push(line)
    isOpen = isFull(line, width)
  }
  return joined.join('\n')
}

/** A whole response in one line: where it breaks, no field begins. */
const hasWrittenLineEnds = /\\r\\n/

/** Terminals are at least this wide; pages and JSON by hand are mostly narrower. */
const leastColumns = 60
const mostColumns = 400

/** The width of the terminal, where the text looks as if one had broken it: several rows are full, or
 *  one is that breaks off in the middle of a header field or of JSON. */
function widthOfRows(lines: readonly string[]): number | undefined {
  const widths = lines.map(columnsOf)
  const width = widths.reduce((most, one) => Math.max(most, one), 0)
  if (width < leastColumns || width > mostColumns) return undefined
  const rests = lines.flatMap((line, index) =>
    isFull(line, width) && !beginsAnew.test(lines[index + 1] ?? '') ? [line] : [],
  )
  const isOneLine = usualColumns.has(width) && rests.some((line) => ofProgram.test(line))
  return rests.length >= 2 || isOneLine || rests.some((line) => breaksOff.test(line))
    ? width
    : undefined
}

/** A double-width character that does not fit leaves one column empty. */
function isFull(line: string, width: number): boolean {
  const columns = columnsOf(line)
  return columns === width || (columns === width - 1 && wide.test(line))
}

/** A line of curl, a field or a JSON member that does not end. */
const breaksOff = /^[<>*] .*|^[\w-]+: .*|^\s*[{"].*[^}\],;>]$/

/** One long line of a program or a log that a terminal of a usual width broke once. */
const ofProgram =
  /^[\w$.]+(?:Error|Exception)\b|^\w+ "https?:|\bdial tcp\b|^time="|^[\w.-]+ +\| |^\S+ \S+ \S+ \[\d\d\/|\bhaproxy\[\d+\]: /
const usualColumns: ReadonlySet<number> = new Set([80, 100, 120, 132, 160])

/** Whatever these are, they are no rest of the row before. */
const beginsAnew =
  /^(?:$|[<>*](?: |$)|HTTP\/[\d.]+ \d{3}|curl: \(|--\d{4}-|[A-Z]\w*(?:-\w+)*: |[a-z]+(?:-\w+)+: |(?:server|date|location|via|vary|etag|connection|allow|age|expires|pragma|link): )/

function columnsOf(line: string): number {
  if (line.length > mostColumns) return line.length
  let columns = 0
  for (const character of line) columns += wide.test(character) ? 2 : 1
  return columns
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/
