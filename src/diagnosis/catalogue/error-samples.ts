import { errorCodeField, errorMessageField, requestIdField } from '../../model/answer-marks.ts'
import { errorEntry, type ErrorKey } from '../../model/error-table.ts'
import { errorMessage } from '../../model/error-message.ts'
import { reasonPhrases } from '../../model/reason-phrases.ts'
import { errorExamples } from './error-examples.ts'
import { sampleId } from './sample-answer.ts'

/** What a caller gets for each error. A test compares lines, order and values with the answers that it
 *  provokes on the running gateway. */
export function errorSample(key: ErrorKey): string {
  return withoutOurAnswer[key] ?? answerText(key)
}

function answerText(key: ErrorKey): string {
  const { status, code, codeName, proxyStatus } = errorEntry(key)
  const { facts = {}, parameters = '', lines = [] } = errorExamples[key] ?? {}
  const message = errorMessage(key, facts)
  const body = `{"code":${code},"data":null,"code_name":"${codeName}","message":${JSON.stringify(message)},"result":false}`
  return [
    `HTTP/1.1 ${status} ${reasonPhrases[status] ?? ''}`,
    sampleDate,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
    `${errorCodeField}: ${code}`,
    `${errorMessageField}: ${message}`,
    `${requestIdField}: ${sampleId}`,
    `X-Request-ID: ${sampleId}`,
    `Proxy-Status: faultline; error=${proxyStatus}${parameters}`,
    `Link: <https://faultline.example.com/errors/${key}>; rel="help"`,
    ...lines,
    '',
    body,
  ].join('\n')
}

/** The head of the backend's answer had left: the gateway resets the connection, so that nobody takes
 *  what arrived for the whole. */
function cutOff({ received, ours }: { received: string[]; ours: string[] }): string {
  return [
    'HTTP/1.1 200 OK',
    'Content-Type: text/plain',
    ...received,
    `${requestIdField}: ${sampleId}`,
    `X-Request-ID: ${sampleId}`,
    'Proxy-Status: faultline; received-status=200',
    sampleDate, // the backend's own, where it sent one
    ...ours,
    '',
    'hello',
    'curl: (56) Recv failure: Connection reset by peer',
  ].join('\n')
}

const sampleDate = 'Date: Tue, 24 Nov 2026 08:00:00 GMT'
const withLength = { received: ['Content-Length: 1000'], ours: [] }
const inChunks = { received: [], ours: ['Transfer-Encoding: chunked'] }

/** Nobody receives an answer of ours; what curl says then. */
const withoutOurAnswer: Readonly<Partial<Record<ErrorKey, string>>> = {
  client_closed: 'curl: (28) Operation timed out after 2001 milliseconds with 0 bytes received',
  client_stalled: cutOff(withLength),
  worker_lost: 'curl: (52) Empty reply from server',
  backend_body_incomplete: cutOff(withLength),
  backend_body_reset: cutOff(withLength),
  backend_body_timeout: cutOff(withLength),
  backend_body_invalid: cutOff(inChunks),
}
