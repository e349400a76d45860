import { textOf } from './gateway-mark.ts'

/** The members of a service's JSON, by the names that services give them: the code, the message, and what
 *  only wraps the data. */

export type JsonObject = Readonly<Record<string, unknown>>

/** `errorCode`, `ErrorCode` and `error_code` are one name. */
export type Members = ReadonlyMap<string, unknown>

export function membersOf(body: JsonObject): Members {
  const members = new Map<string, unknown>()
  for (const [name, value] of Object.entries(body)) {
    const plain = plainName(name)
    if (!members.has(plain)) members.set(plain, value)
  }
  return members
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '')
}

/** '' where there is none. `error: 3` is a code too. */
export function codeOf(members: Members): string {
  for (const name of codeNames) {
    const value = members.get(name)
    if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
      return String(value)
  }
  const error = members.get('error')
  return typeof error === 'number' ? String(error) : ''
}

const codeNames: readonly string[] = [
  ...'code bkerrorcode errorcode errcode errno errorno infocode ret retcode returncode'.split(' '),
  ...'resultcode respcode rspcode'.split(' '),
]

export function messageOf(members: Members): string {
  for (const name of messageNames) {
    const text = textOf(members.get(name))
    if (text !== '') return text
  }
  // `info` is everybody's word; beside an `infocode` it is a message
  return members.has('infocode') ? textOf(members.get('info')) : ''
}

const errorMessages = ['bkerrormsg', 'errormsg', 'errormessage', 'errmsg', 'errordescription']
const messageNames: readonly string[] = [
  ...'message msg error'.split(' '),
  ...errorMessages,
  ...'errtips retmsg returnmsg resultmsg respmsg rspmsg'.split(' '),
]

/** A message that only failures have. */
export function errorMessageOf(members: Members): string {
  const name = errorMessages.find((one) => isFilled(members.get(one)))
  return name === undefined ? '' : textOf(members.get(name))
}

export function hasErrorWords(members: Members): boolean {
  return wordNames.some((name) => isFilled(members.get(name))) || messageOf(members) !== ''
}

const wordNames = ['error', 'errors', 'title', 'detail', 'exception', 'stack', 'trace', 'reason']

/** `[]`, `{}`, `""`, `"0"`, 0, false and null are how services say that there is none, `{"count": 0}` too. */
export function isFilled(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !/^(?:|0+|ok|none|null|false|success)$/i.test(value.trim())
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null)
    return depth > 1 || Object.values(value).some((one) => isFilled(one, depth + 1))
  return value === true || (typeof value === 'number' && value !== 0)
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

export function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

/** Nothing of it is data of its own kind. */
export function isEnvelope(members: Members): boolean {
  return [...members.keys()].every((name) => envelopeNames.has(name))
}

export function holdsData(members: Members): boolean {
  return dataNames.some((name) => isFilled(members.get(name)))
}

const dataNames = ['data', 'result', 'payload', 'items', 'rows', 'list']

/** What answers are wrapped in, and what they carry beside the data. */
const envelopeNames: ReadonlySet<string> = new Set([
  ...codeNames,
  ...messageNames,
  ...dataNames,
  ...'errors errortype exception info success issuccess ok succeeded status statuscode'.split(' '),
  ...'statustext httpstatus state codename subcode submsg type title detail details'.split(' '),
  ...'description reason cause help hint documentationurl moreinfo trace stack stacktrace'.split(
    ' ',
  ),
  ...'timestamp time ts date path method url instance version apiversion kind metadata meta'.split(
    ' ',
  ),
  ...'extra ext param params field permission locale lang sign server cost elapsed took'.split(' '),
  ...'request requestid reqid traceid logid spanid hostid errorid correlationid activityid'.split(
    ' ',
  ),
  ...'xrequestid eventid requestuuid tid err fault exceptionmessage exceptiontype head header'.split(
    ' ',
  ),
  ...'responsestatus responseheader'.split(' '),
])

/** `id`, `orderId`: a thing of its own, or an entry of a log. What failed may be it, and not the call. */
export function isThing(body: JsonObject, members: Members): boolean {
  if (members.has('level') || members.has('loglevel')) return true
  return Object.keys(body).some(
    (name) =>
      /^(?:u?u?id|ID)$|[_-]id$|[a-z]I[dD]$/.test(name) && !envelopeNames.has(plainName(name)),
  )
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
