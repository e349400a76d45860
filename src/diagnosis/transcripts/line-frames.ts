import { wgetStart } from './wget.ts'

/** Takes away what stands before every line: quotation marks of a mail, a log's names and times, line
 *  numbers, indentation; and the blank lines that some programs put between all lines. */
export function withoutFrames(text: string): string {
  let lines = singleSpaced(withoutEmptyRuns(text.split('\n')))
  // a quotation may be indented, and the text within a quotation too
  for (let turn = 0; turn < 2; turn++) lines = withoutIndent(withoutPrefix(withoutQuotation(lines)))
  return withoutInnerIndent(lines).join('\n')
}

/** The marks around code in Markdown go, and so do blank lines that nobody typed. */
function withoutEmptyRuns(lines: readonly string[]): string[] {
  let run = 0
  return lines.filter((line) => {
    run = line.trim() === '' ? run + 1 : 0
    return run <= mostBlanks && !/^\s*(?:```|~~~)[\w-]*\s*$/.test(line)
  })
}

const mostBlanks = 20

/** Between all lines stands a blank one: one of each run is too many. */
function singleSpaced(lines: readonly string[]): string[] {
  let pairs = 0
  let apart = 0
  let blanks = 0
  let filled = 0
  for (const line of lines) {
    if (line.trim() === '') {
      blanks++
      continue
    }
    if (filled > 0) pairs++
    if (filled > 0 && blanks > 0) apart++
    filled++
    blanks = 0
  }
  if (filled < 3 || apart < pairs) return [...lines]
  return withHalfTheBlanks(lines)
}

function withHalfTheBlanks(lines: readonly string[]): string[] {
  const kept: string[] = []
  let run = 0
  for (const line of lines) {
    run = line.trim() === '' ? run + 1 : 0
    if (run % 2 === 0) kept.push(line)
  }
  return kept
}

/** `> ` of a mail or chat. curl's own `> ` before the lines of a request is none: there, no line of a
 *  response and no page stands behind it. */
function withoutQuotation(lines: readonly string[]): string[] {
  const all = lines.filter((line) => line.trim() !== '')
  const isAll = all.length > 0 && all.every((line) => quoted.test(line))
  const isRequest = all.some((line) => /^\s*> ?[A-Z]+ \S+ HTTP\//.test(line))
  if (isAll && (!isRequest || all.some((line) => quotedOutput.test(line))))
    return lines.map((line) => line.replace(/^\s*> ?/, ''))
  return withoutInnerQuotation(lines)
}

const quoted = /^\s*>(?:[ \t>]|$|\S)/
/** What curl never prints behind its own `> `. */
const quotedOutput =
  /^\s*> ?(?:HTTP\/[\d.]+ \d|[<*] |> |<(?:!doctype|html|\?xml)|\{\s*$|\{"|curl:? )/i

/** A quotation among a person's own sentences. */
function withoutInnerQuotation(lines: readonly string[]): string[] {
  const result: string[] = []
  let start = 0
  while (start < lines.length) {
    let end = start
    while (end < lines.length && /^\s*>/.test(lines[end] ?? '')) end++
    const run = lines.slice(start, end)
    const isQuotation = run.some((line) => quotedOutput.test(line))
    // not spread: a call takes some 100,000 arguments at most
    for (const line of run) result.push(isQuotation ? line.replace(/^\s*> ?/, '') : line)
    if (end === start) result.push(lines[end++] ?? '')
    start = end
  }
  return result
}

/** `web-1  | …` of docker compose, `| …` of a table, times of `kubectl logs` and `--trace-time`, line
 *  numbers: only where every line has one. */
function withoutPrefix(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '')
  if (filled.length < 2) return [...lines]
  const prefix = prefixes.find((pattern) => filled.every((line) => pattern.test(line)))
  const isNumbered = prefix === lineNumber && !areConsecutive(filled)
  if (prefix === undefined || isNumbered) return [...lines]
  return lines.map((line) => line.replace(prefix, ''))
}

const lineNumber = /^\s*(\d{1,6})(?:[:|.)]\s?|\t| {1,2}|$)/
const prefixes: readonly RegExp[] = [
  /^\s*(?:[\w.-]{1,60}\s*)?[|│]\s?/,
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,]*(?:Z|[+-]\d\d:?\d\d)? (?:(?:stdout|stderr) [FP] )?/,
  /^\d\d:\d\d:\d\d\.\d+ /,
  lineNumber,
]

function areConsecutive(lines: readonly string[]): boolean {
  const numbers = lines.map((line) => Number(lineNumber.exec(line)?.[1]))
  const [first = 0] = numbers
  return numbers.length >= 3 && (numbers.at(-1) ?? 0) - first >= numbers.length - 1
}

function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map(indentOf)
  const common = indents.reduce((least, indent) => Math.min(least, indent), Infinity)
  if (common === 0 || common === Infinity) return [...lines]
  return lines.map((line) => line.slice(common))
}

/** An indented block among a person's own sentences. wget indents the response header itself. */
function withoutInnerIndent(lines: readonly string[]): string[] {
  if (lines.some((line) => wgetStart.test(line))) return [...lines]
  let indent = 0
  return lines.map((line) => {
    if (indent === 0 && indentedOutput.test(line)) indent = indentOf(line)
    else if (line.trim() !== '' && indentOf(line) < indent) indent = 0
    return line.slice(Math.min(indent, indentOf(line)))
  })
}

const indentedOutput = /^[ \t]+(?:HTTP\/[\d.]+ \d{3}|[<>*] |curl: \(|<(?:!doctype|html))/i

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
