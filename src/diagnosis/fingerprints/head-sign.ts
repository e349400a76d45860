import type { Bilingual } from '../../model/bilingual.ts'
import type { ReceivedResponse } from '../received-response.ts'
import type { FieldSign, HeadSign, LengthSign, OrderSign } from './fingerprint.ts'

/** Status line and header, read once for all signs. */
export interface Head {
  readonly status: number
  readonly reason: string
  /** The text begins within the header: nothing is known of what is not in it. */
  readonly isCut: boolean
  /** Lower-case names, in the order received. */
  readonly names: readonly string[]
  /** By lower-case name: each field as it was spelled, with its value. */
  readonly fields: ReadonlyMap<string, readonly (readonly [string, string])[]>
}

export function headOf({ status, reason, headers, headCut }: ReceivedResponse): Head {
  const fields = new Map<string, (readonly [string, string])[]>()
  const names = headers.map(([name]) => name.toLowerCase())
  headers.forEach((field, index) => {
    const name = names[index] ?? ''
    const same = fields.get(name)
    if (same === undefined) fields.set(name, [field])
    else same.push(field)
  })
  return { status, reason, isCut: headCut === true, names, fields }
}

/** Does the status line or the header show this sign? */
export function hasHeadSign(sign: HeadSign, head: Head): boolean {
  if ('name' in sign) return isThere(sign, head)
  if ('order' in sign) return standInOrder(sign, head)
  if ('phrase' in sign) return sign.phrase.test(head.reason)
  if ('pageBytes' in sign) return isLengthOfPage(sign, head)
  if (head.isCut) return false
  return head.names.length > 0 && sign.lacks.every((name) => !head.fields.has(name.toLowerCase()))
}

function isThere({ name, value, spelled }: FieldSign, { fields }: Head): boolean {
  const found = fields.get(name.toLowerCase())
  if (found === undefined) return false
  return found.some(
    ([field, text]) =>
      (spelled !== true || field === name) && (value === undefined || value.test(text)),
  )
}

function standInOrder({ order, adjacent }: OrderSign, { names }: Head): boolean {
  const wanted = order.map((name) => name.toLowerCase())
  if (adjacent === true) {
    const start = names.indexOf(wanted[0] ?? '')
    return start !== -1 && wanted.every((name, index) => names[start + index] === name)
  }
  let next = 0
  for (const name of names) if (name === wanted[next]) next++
  return next === wanted.length
}

/** Where nginx writes other words into its page than into the status line; and, as HTTP/2 has no phrases, those of
 *  the pages that people mostly see (ngx_http_special_response.c). */
const titleWords: Readonly<Record<number, string>> = { 302: 'Found', 401: 'Authorization Required' }
const usualTitles: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

function isLengthOfPage({ pageBytes, namesServer }: LengthSign, head: Head): boolean {
  const words = titleWords[head.status] ?? (head.reason || usualTitles[head.status])
  if (words === undefined) return false
  const title = `${head.status} ${words}`
  const footer = namesServer === true ? valueOf(head, 'server') : ''
  return valueOf(head, 'content-length') === String(pageBytes + 2 * title.length + footer.length)
}

function valueOf({ fields }: Head, name: string): string {
  return fields.get(name)?.[0]?.[1].trim() ?? ''
}

/** What the sign looks at. */
export function subjectOf(sign: HeadSign): string {
  if ('name' in sign) return sign.name.toLowerCase()
  return Object.keys(sign)[0] ?? ''
}

/** The sign in words: completes "… as PROGRAM writes it". */
export function wordsOf(sign: HeadSign): Bilingual {
  if ('name' in sign) return [`the field ${sign.name} is`, `字段 ${sign.name}`]
  if ('order' in sign) {
    const names = sign.order.join(', ')
    return [`the order of the fields ${names} is`, `字段 ${names} 的顺序`]
  }
  if ('phrase' in sign) return ['the reason phrase is', '原因短语']
  if ('pageBytes' in sign) return ['the length of the page is', '页面长度']
  const names = sign.lacks.join(', ')
  return [`the absence of ${names} is`, `没有 ${names}`]
}
