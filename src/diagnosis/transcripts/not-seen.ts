import { requestIdField } from '../../model/answer-marks.ts'
import { hasHeader, headerOf } from '../received-response.ts'
import { statusOfBody } from './status-of-body.ts'
import type { Hop } from './transcript.ts'

/** What a text does not show of the exchange that it is judged by, and what would have helped. */
export function notSeen(hop: Hop | undefined): string[] {
  if (hop === undefined) return ['a request', 'a response']
  const missing: string[] = []
  if (hop.url === '') missing.push('the address that was called')
  if (hop.response === undefined) {
    if (hop.failure === undefined) missing.push('a response')
    return missing
  }
  return [...missing, ...missingOf(hop.response)]
}

function missingOf(response: NonNullable<Hop['response']>): string[] {
  const missing: string[] = []
  if (response.status === 0) missing.push('the status')
  if (response.headers.length === 0) missing.push('the response header')
  if (lacksBody(response))
    missing.push(response.body === '' ? 'the response body' : 'the end of the response body')
  else if (response.body === '' && response.status >= 400) missing.push('the response body')
  if (!hasHeader(response, requestIdField))
    missing.push(`the field ${requestIdField}, which every gateway answer carries`)
  return missing
}

/** The header promises more than the text shows; a few bytes are lost with line ends and blanks. */
export function lacksBody(response: NonNullable<Hop['response']>): boolean {
  const promised = Number(headerOf(response, 'content-length'))
  return promised > response.body.length * 1.2 + 16
}

/** The page says another status than the status line: lines between two answers were lost. */
export function isMixed({ status, body }: NonNullable<Hop['response']>): boolean {
  const ofPage = /^\s*</.test(body) ? statusOfBody(body) : 0
  return ofPage !== 0 && ofPage !== status
}
