import { objectOf, textOf } from '../gateway-mark.ts'
import type { ReceivedResponse } from '../received-response.ts'
import type { PageSign } from './fingerprint.ts'
import { hasHeadSign, headOf, type Head } from './head-sign.ts'

/** A response as all signs look at it: its head and its JSON are read once. */
export interface Seen extends ReceivedResponse {
  readonly head: Head
  /** The body begins as JSON does, whole or cut. */
  readonly isJson: boolean
  /** It has a header and begins as no page in HTML does. */
  readonly isNoPage: boolean
  /** The object, where it is whole. */
  readonly json: Readonly<Record<string, unknown>> | undefined
}

export function seenOf(received: ReceivedResponse): Seen {
  const body = endsOf(received.body)
  const isJson = jsonBeginning.test(body)
  const json = isJson ? objectOf(body) : undefined
  const isNoPage = received.headers.length > 0 && noPageBeginning.test(body)
  return { ...received, body, head: headOf(received), isJson, isNoPage, json }
}

/** A text, or XML whose first element has a prefix. */
const noPageBeginning = /^\s*(?:[^<\s]|(?:<\?xml[^>]*>\s*)?<[\w-]+:)/
const jsonBeginning = /^\s*(?:\{\s*["}]|\[\s*[[{"\]])/

/** Where programs put their names: the beginning and the end. Bounds the time of every pattern. */
function endsOf(body: string): string {
  return body.length <= headChars + tailChars
    ? body
    : body.slice(0, headChars) + body.slice(-tailChars)
}

const headChars = 12_288
const tailChars = 4_096

export function pageMatches(page: PageSign, response: Seen): boolean {
  const statusKnown = response.status !== 0 // a bare body shows none
  if (statusKnown && page.statuses !== undefined && !page.statuses.includes(response.status))
    return false
  if (!(page.needs ?? []).every((sign) => hasHeadSign(sign, response.head))) return false
  return foundIn(page, response) !== undefined && (page.also?.test(response.body) ?? true)
}

/** A service often quotes the page of another program ("call failed: 502 <html>…"). So what stands within JSON is
 *  nobody's, and so is a page within a text or XML: what a program writes itself begins where the body does, or is a
 *  member of its object. */
export function foundIn(page: PageSign, response: Seen): RegExpExecArray | undefined {
  if (page.member !== undefined) {
    const value = memberOf(page, response)
    return value === undefined ? undefined : (page.body.exec(value) ?? undefined)
  }
  const found = page.body.exec(response.body)
  return found === null || isQuoted(found, response) ? undefined : found
}

function isQuoted({ index, 0: text }: RegExpExecArray, { isJson, isNoPage }: Seen): boolean {
  return index > 0 && (isJson || (isNoPage && text.includes('<')))
}

function memberOf({ member = '', besides }: PageSign, seen: Seen): string | undefined {
  const { json, isJson, body } = seen
  if (json === undefined)
    return isJson && besides === undefined ? cutMember(member, body) : undefined
  const isAlone =
    besides === undefined ||
    Object.keys(json).every((name) => name === member || besides.includes(name))
  return isAlone ? textOf(json[member]) || undefined : undefined
}

/** Of an object whose end is not there. */
function cutMember(name: string, body: string): string | undefined {
  return new RegExp(String.raw`"${name}"\s*:\s*"((?:[^"\\]|\\.)*)`).exec(body)?.[1]
}
