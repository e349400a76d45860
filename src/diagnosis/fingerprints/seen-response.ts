import { objectOf, textOf } from '../gateway-mark.ts'
import type { ReceivedResponse } from '../received-response.ts'
import type { PageSign } from './fingerprint.ts'
import { hasHeadSign, headOf, type Head } from './head-sign.ts'

/** A response as all signs look at it: its head and its JSON are read once. */
export interface Seen extends ReceivedResponse {
  readonly head: Head
  /** The body begins as JSON does, whole or cut. */
  readonly isJson: boolean
  /** The object, where it is whole. */
  readonly json: Readonly<Record<string, unknown>> | undefined
}

export function seenOf(received: ReceivedResponse): Seen {
  const body = endsOf(received.body)
  const isJson = jsonBeginning.test(body)
  const json = isJson ? objectOf(body) : undefined
  return { ...received, body, head: headOf(received), isJson, json }
}

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

/** The JSON of a service often quotes the page of another program ("call failed: 502 <html>…"). So a text or a
 *  page within JSON is nobody's: what a program writes as JSON begins where the body does, or is a member. */
export function foundIn(page: PageSign, response: Seen): RegExpExecArray | undefined {
  const text = page.member === undefined ? response.body : memberOf(page, response)
  if (text === undefined) return undefined
  const found = page.body.exec(text) ?? undefined
  const isAnywhere = page.member !== undefined || page.inJson === true || !response.isJson
  return isAnywhere || found?.index === 0 ? found : undefined
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
