/** A command line of curl, with or without a prompt before it: what a person typed, or what a browser
 *  copied. It shows the request; the response stands behind it, if anywhere. */
export interface CurlCommand {
  readonly method: string
  readonly url: string
  readonly contentType: string
}

const promptAndCurl =
  /^(?:[^\s@]{1,80}@\S{1,80}[#$%]?\s|\[[^\]]+\][#$]\s*|[$#%>]\s*|PS [^>]*>\s*|[A-Za-z]:\\[^>]*>\s*)?\s*curl(?:\.exe)?\s/

/** The address in a line that is a command of curl. undefined where it is none. */
export function curlCommandUrl(line: string): string | undefined {
  return promptAndCurl.test(line) ? addressIn(line) : undefined
}

/** The first command of a text, over all its lines. undefined where there is none. */
export function curlCommandIn(text: string): CurlCommand | undefined {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => promptAndCurl.test(line))
  if (start === -1) return undefined
  const whole = lines.slice(start, endOf(lines, start) + 1).join('\n')
  // cmd.exe escapes each quote with ^
  const plain = whole.replaceAll(/\^(?=["\\{}&|<>%^!()])/g, '')
  const method = /\s(?:-X|--request)[ =]?['"]?([A-Z]+)/.exec(plain)?.[1]
  const hasBody = /\s(?:-d|--data(?:-\w+)*|--json|-F|--form)[ =$'"]/.test(plain)
  const isHead = /\s(?:-I|--head)\b/.test(plain)
  return {
    method: method ?? (isHead ? 'HEAD' : hasBody ? 'POST' : 'GET'),
    url: addressIn(plain) ?? '',
    contentType: /content-type:\s*([\w.+/-]+)/i.exec(plain)?.[1] ?? '',
  }
}

/** What stands around the commands: their output. */
export function withoutCurlCommands(text: string): string {
  const lines = text.split('\n')
  const kept: string[] = []
  for (let index = 0; index < lines.length; index++) {
    if (promptAndCurl.test(lines[index] ?? '')) index = endOf(lines, index)
    else kept.push(lines[index] ?? '')
  }
  return kept.join('\n')
}

/** The end of a command whose beginning was cut off is no answer. */
export function withoutRestOfCommand(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first === -1 || !optionThatGoesOn.test(lines[first] ?? '')) return text
  return lines.slice(endOf(lines, first) + 1).join('\n')
}

const optionThatGoesOn =
  /^\s*(?:--?[A-Za-z][\w-]*(?: .*)?[\\^`]\s*$|(?:-[HdXb]|--(?:data|header)[\w-]*) ["'$])/

/** A command goes on where a line ends in the shell's mark, or in the middle of a quotation. */
function endOf(lines: readonly string[], start: number): number {
  let end = start
  let open = 0
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    open += line.match(/(?<!\\)'/g)?.length ?? 0
    const goesOn = /[\\^`]\s*$/.test(line) || open % 2 === 1
    if (!goesOn || end - start >= mostLines) break
  }
  return Math.min(end, lines.length - 1)
}

const mostLines = 200

function addressIn(command: string): string | undefined {
  const whole = /\bhttps?:\/\/[^\s'"^\\]+/.exec(command)?.[0]
  if (whole !== undefined) return whole
  return /\s['"]?((?:[\w-]+\.)*[\w-]+(?::\d+)?\/[^\s'"]*)/.exec(command)?.[1]
}
