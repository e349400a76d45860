/** What happens to a text between a terminal and a form: each corpus text is judged again after each
 *  of these. */
export interface Mutation {
  readonly name: string
  /** A cut text may not tell any more who answered; of all others the answer must stay right. */
  readonly isCut: boolean
  readonly apply: (text: string) => string
}

export const mutations: readonly Mutation[] = [
  kept('CRLF line ends', (text) => withLf(text).replaceAll('\n', '\r\n')),
  kept('LF line ends', withLf),
  kept('header names in lower case', lowerCaseHeaders),
  kept('JSON indented', (text) => withJson(text, 4)),
  kept('JSON in one line', (text) => withJson(text, 0)),
  kept('HTML escapes', escapedHtml),
  kept('indented', (text) => eachLine(text, (line) => `    ${line}`)),
  kept('indented by a tab', (text) => eachLine(text, (line) => `\t${line}`)),
  kept('quoted', (text) => eachLine(text, (line) => `> ${line}`)),
  kept('wrapped at 80 columns', wrappedAt80),
  kept('coloured', (text) => eachLine(text, coloured)),
  kept(
    'between English sentences',
    (text) => `Hi, since noon we see this:\n\n${text}\n\nWho can help?`,
  ),
  kept(
    'between Chinese sentences',
    (text) => `您好，调用接口报错，返回如下：\n\n${text}\n\n麻烦看一下，谢谢！`,
  ),
  kept('in a Markdown block', (text) => `\`\`\`\n${text}\n\`\`\`\n`),
  kept('blank lines doubled', (text) => withLf(text).replaceAll(/\n(?=\n)/g, '\n\n')),
  kept('every line end doubled', (text) => withLf(text).replaceAll('\n', '\n\n')),
  kept('as a JSON string', (text) => JSON.stringify(text)),
  cut('without its first line', (lines) => lines.slice(1)),
  cut('without its first three lines', (lines) => lines.slice(3)),
  cut('without its first third', (lines) => lines.slice(Math.ceil(lines.length / 3))),
  cut('without its last line', (lines) => lines.slice(0, -1)),
  cut('without its last three lines', (lines) => lines.slice(0, -3)),
  cut('without its last third', (lines) => lines.slice(0, -Math.ceil(lines.length / 3))),
  cut('without two lines in the middle', (lines) => lines.toSpliced(lines.length >> 1, 2)),
  cut('without its middle third', (lines) =>
    lines.toSpliced(Math.floor(lines.length / 3), Math.ceil(lines.length / 3)),
  ),
]

function kept(name: string, apply: Mutation['apply']): Mutation {
  return { name, isCut: false, apply }
}

function cut(name: string, cutLines: (lines: readonly string[]) => readonly string[]): Mutation {
  const apply = (text: string): string => cutLines(withLf(text).trimEnd().split('\n')).join('\n')
  return { name, isCut: true, apply }
}

function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

function eachLine(text: string, change: (line: string) => string): string {
  return withLf(text).split('\n').map(change).join('\n')
}

function lowerCaseHeaders(text: string): string {
  return text.replaceAll(
    /^((?:[<>] | {2})?)([A-Z][\w-]*)(?=: )/gm,
    (_, mark: string, name: string) => mark + name.toLowerCase(),
  )
}

/** Objects that fill a line, or the whole text. */
function withJson(text: string, indent: number): string {
  const whole = indented(text, indent)
  if (whole !== undefined) return whole
  return eachLine(text, (line) => (line.startsWith('{') ? (indented(line, indent) ?? line) : line))
}

function indented(text: string, indent: number): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? JSON.stringify(value, null, indent) : undefined
  } catch {
    return undefined // no JSON
  }
}

function escapedHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;')
}

/** As a terminal's rows: a character of double width that does not fit goes to the next one. */
function wrappedAt80(text: string): string {
  return eachLine(text, (line) => {
    const rows: string[] = []
    let row = ''
    let columns = 0
    for (const character of line) {
      const width = /[\u2e80-\u9fff\uff00-\uff60]/.test(character) ? 2 : 1
      if (columns + width > 80) {
        rows.push(row)
        row = ''
        columns = 0
      }
      row += character
      columns += width
    }
    return [...rows, row].join('\n')
  })
}

function coloured(line: string): string {
  return line === ''
    ? line
    : `\u001B[1m\u001B[34m${line.slice(0, 6)}\u001B[39;49;00m${line.slice(6)}\u001B[0m`
}
