/** Secrets whose name and value are not joined by a sign but by markup: XML elements, table rows of
 *  error pages, form fields, parts of a multipart body, `{"name": .., "value": ..}`. */
import { quotedValue, type Masked } from './mask-value.ts'

/** `<password>x</password>`, `<ns:password type="t">x`, and `<td>SECRET_KEY</td><td>x</td>`. */
export function maskedMarkup(text: string, start: number, end: number): Masked | undefined {
  elementStart.lastIndex = Math.max(0, start - 40)
  const isElement = elementStart.test(text.slice(Math.max(0, start - 40), start))
  const pattern = isElement ? restOfTag : nextCell
  pattern.lastIndex = end
  if (!pattern.test(text)) return undefined
  const valueStart = pattern.lastIndex
  const isCdata = text.startsWith('<![CDATA[', valueStart)
  const found = text.indexOf(isCdata ? ']]>' : '<', valueStart)
  const valueEnd = found < 0 ? text.length : found
  if (text.slice(valueStart, valueEnd).trim() === '') return undefined
  return { start: valueStart, end: valueEnd, text: '***' }
}

const elementStart = /<(?:[\w.-]{1,30}:)?$/
const restOfTag = /(?:\s[^<>]{0,200})?(?<!\/)>/y
/** Out of one table cell or term and into the next, with the tags around its text. */
const nextCell = /['"]?<\/(?:td|th|dt)>\s*(?:<[^<>/][^<>]{0,200}>\s*){1,4}/iy

/** The name is itself a value: `name="token" value="x"`, `{"name": "Cookie", "value": "x"}`, or a
 *  field of a multipart body. */
export function maskedNamedValue(text: string, start: number, end: number): Masked | undefined {
  if (!nameBefore.test(text.slice(Math.max(0, start - 40), start))) return undefined
  partBody.lastIndex = end
  if (partBody.test(text)) {
    const bodyStart = partBody.lastIndex
    const found = text.indexOf('\n--', bodyStart)
    const bodyEnd = found < 0 ? text.length : found
    return { start: bodyStart, end: bodyEnd, text: '***' }
  }
  valueMember.lastIndex = end
  return valueMember.test(text) ? quotedValue(text, valueMember.lastIndex) : undefined
}

const nameBefore = /(?:name|key|id|field|header)[\\"']*\s*[=:]\s*[\\"']*$/i
/** The rest of a part's header lines and the empty line after them (RFC 7578 section 4). */
const partBody = /["']?[^\r\n]{0,200}(?:\r?\n[^\r\n]{1,200}){0,5}?\r?\n\r?\n/y
const valueMember = /[\\"']*[^<>{}]{0,120}?\bvalue[\\"']*\s*[=:]\s*/iy
