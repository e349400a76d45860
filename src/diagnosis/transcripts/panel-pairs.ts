/** The header panel of a browser, copied: the name stands in one line, its value in the next. Returns the
 *  same with one line each, and a caption before each header; any other text as it is. */
export function withPanelPairs(text: string): string {
  if (text.length > longestPanel || !statusPair.test(text)) return text
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const start = lines.findIndex((line) => generalName.test(line))
  const panel = lines.slice(start)
  // a name without its value, or a panel with one line each
  if (panel.filter(isNameOrCaption).length < 3) return text
  return [...lines.slice(0, start), ...joined(panel)].join('\n')
}

/** A panel is short; the limit bounds the time. */
const longestPanel = 65_536

const statusPair = /^[ \t]*(?:Status Code|状态代码|状态码)[ \t]*:?[ \t]*\n\s*[1-5]\d\d\b/im
const generalName =
  /^\s*(?:Request URL|Request Method|Status Code|Remote Address|Referrer Policy|请求网址|请求 URL|请求方法|状态代码|状态码|远程地址|引荐来源网址政策|引用站点策略)\s*:?\s*$/i
const caption = /^\s*(?:(?:Request|Response) Headers|(?:请求|响应)标头|请求头|响应头)\b/i
const fieldName = /^\s*:?[\w-]+:?\s*$/
/** The first of these begins the request's header. */
const requestField =
  /^\s*:(?:authority|method|path|scheme)\b|^\s*(?:accept|accept-encoding|accept-language|cookie|host|user-agent)\s*:?\s*$/i

function isNameOrCaption(line: string): boolean {
  return generalName.test(line) || fieldName.test(line) || caption.test(line)
}

type Part = 'general' | 'response' | 'request'

function joined(panel: readonly string[]): string[] {
  const result: string[] = []
  let part: Part = 'general'
  for (let index = 0; index < panel.length; index++) {
    const line = panel[index] ?? ''
    if (caption.test(line)) part = /Request|请求/i.test(line) ? 'request' : 'response'
    if (caption.test(line) || !isName(line, part)) {
      result.push(line)
      continue
    }
    const now = partOf(line, part)
    if (now !== part) result.push(now === 'request' ? 'Request Headers' : 'Response Headers')
    part = now
    result.push(`${line.trim().replace(/:$/, '')}: ${(panel[++index] ?? '').trim()}`)
  }
  return result
}

function isName(line: string, part: Part): boolean {
  return fieldName.test(line) || (part === 'general' && generalName.test(line))
}

function partOf(line: string, part: Part): Part {
  if (part === 'general' && generalName.test(line)) return part
  if (requestField.test(line)) return 'request'
  return part === 'general' ? 'response' : part
}
