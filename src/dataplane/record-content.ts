/** What a flow record keeps of an exchange that failed: the start of both bodies and the received header,
 *  without secrets. */
import { inflateSync, gunzipSync, constants } from 'node:zlib'
import type { LiveExchange } from './exchange.ts'

/** Of each body, and of the header. */
export const recordedBodyBytes = 4_096

/** Bodies and received header: only where the status is not 2xx. `message`: of an error, redacted. */
export function contentText(exchange: LiveExchange, message: string): string {
  const { redact } = exchange.worker.options
  const requestBody = Buffer.from(exchange.body.kept.subarray(0, recordedBodyBytes))
  const requestType = exchange.request.header('content-type') ?? ''
  const body = requestBody.length === 0 ? '' : redact.body(readable(requestBody, ''), requestType)
  let responseBody = redactedRefusal(exchange, message)
  if (responseBody === '' && exchange.responseStart !== undefined) {
    const coding = headerOf(exchange, 'content-encoding')
    const type = headerOf(exchange, 'content-type')
    responseBody = redact.body(readable(exchange.responseStart, coding), type)
  }
  const headers = bounded(redact.headers(exchange.backendHeaders))
  return (
    (body === '' ? '' : `"body":${JSON.stringify(body)},`) +
    (responseBody === '' ? '' : `"response_body":${JSON.stringify(responseBody)},`) +
    (headers.length === 0 ? '' : `"backend_headers":${JSON.stringify(headers)},`)
  )
}

/** All that a refusal's body quotes is in its message. */
function redactedRefusal({ refusalBody, errorMessage }: LiveExchange, message: string): string {
  if (message === errorMessage) return refusalBody
  return refusalBody.replace(JSON.stringify(errorMessage), () => JSON.stringify(message))
}

function headerOf(exchange: LiveExchange, name: string): string {
  return exchange.backendHeaders.find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
}

/** Decoded for reading: a cut gzip or deflate stream gives what it holds, bounded. */
function readable(bytes: Buffer, coding: string): string {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * recordedBodyBytes }
  try {
    if (coding === 'gzip') return gunzipSync(bytes, options).toString('utf8', 0, recordedBodyBytes)
    if (coding === 'deflate')
      return inflateSync(bytes, options).toString('utf8', 0, recordedBodyBytes)
  } catch {
    return `[${bytes.length} bytes of ${coding} that cannot be decoded]`
  }
  return bytes.toString('utf8')
}

/** At most 4 KiB of header. */
function bounded(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  let size = 0
  return pairs.filter(([name, value]) => (size += name.length + value.length) <= recordedBodyBytes)
}
