import type { Bilingual } from '../../model/bilingual.ts'
import { requestIdField } from '../../model/answer-marks.ts'
import { hasHeader, headerOf } from '../received-response.ts'
import { isJson } from './json-pieces.ts'
import { statusOfBody } from './status-of-body.ts'
import type { Hop } from './transcript.ts'

/** What a text does not show of the exchange that it is judged by, and what would have helped. */
export function notSeen(hop: Hop | undefined): Bilingual[] {
  if (hop === undefined) return [['a request', '请求'], aResponse]
  const missing: Bilingual[] = []
  if (hop.url === '') missing.push(['the address that was called', '调用的地址'])
  if (hop.response === undefined) {
    if (hop.failure === undefined) missing.push(aResponse)
    return missing
  }
  return [...missing, ...missingOf(hop.response)]
}

const aResponse: Bilingual = ['a response', '响应']
const responseBody: Bilingual = ['the response body', '响应体']

function missingOf(response: NonNullable<Hop['response']>): Bilingual[] {
  const missing: Bilingual[] = []
  if (response.status === 0) missing.push(['the status', '状态码'])
  if (response.headers.length === 0) missing.push(['the response header', '响应头'])
  if (response.body === '' && (lacksBody(response) || response.status >= 400))
    missing.push(responseBody)
  else if (lacksBody(response)) missing.push(['the end of the response body', '响应体的结尾'])
  if (!hasHeader(response, requestIdField))
    missing.push([
      `the field ${requestIdField}, which every gateway answer carries`,
      `字段 ${requestIdField}（网关的每个应答都带有它）`,
    ])
  return missing
}

/** The header promises more than the text shows (a few bytes are lost with line ends and blanks), or
 *  its JSON breaks off. */
export function lacksBody(response: NonNullable<Hop['response']>): boolean {
  const { body } = response
  const promised = Number(headerOf(response, 'content-length') || Number.NaN)
  if (promised > body.length * 1.2 + 16) return true
  if (body === '') return Number.isNaN(promised) && hasTypedBody(response)
  return /^[{[]/.test(body) && !isJson(body)
}

/** Without a length, JSON or a page was announced: an empty one is none. */
function hasTypedBody({ status, headers }: NonNullable<Hop['response']>): boolean {
  const mayBeEmpty = status === 204 || status === 304 || (status >= 300 && status <= 399)
  return (
    !mayBeEmpty &&
    headers.some(([name, value]) => /^content-type$/i.test(name) && /json|html/i.test(value))
  )
}

/** The page says another status than the status line: lines between two answers were lost. */
export function isMixed({ status, body }: NonNullable<Hop['response']>): boolean {
  const ofPage = /^\s*</.test(body) ? statusOfBody(body) : 0
  return ofPage !== 0 && ofPage !== status
}
