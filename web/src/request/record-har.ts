import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'

/** A HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) of what the record holds: masked, without the headers of
 *  the request, which are not kept. `-1` stands for what is not known, as HAR has it. */
export function harOf(record: FlowRecord, verdict: Verdict, origin: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'faultline', version: '1' },
      pages: [],
      entries: [entryOf(record, verdict, origin)],
    },
  }
}

function entryOf(record: FlowRecord, verdict: Verdict, origin: string): object {
  const { phase_ms: phases, request_duration: time } = record
  return {
    startedDateTime: new Date(record.timestamp).toISOString(),
    time,
    request: requestOf(record, origin),
    response: responseOf(record),
    cache: {},
    timings: {
      send: phases.match + phases.admit,
      wait: phases.forward,
      receive: phases.relay,
    },
    comment: `${verdict.key}: ${verdict.summary}`,
  }
}

function requestOf({ method, http_path: path, params, body }: FlowRecord, origin: string): object {
  const query = [...new URLSearchParams(params)].map(([name, value]) => ({ name, value }))
  return {
    method,
    url: `${origin}${path}${params === '' ? '' : `?${params}`}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    queryString: query,
    ...(body === '' ? {} : { postData: { mimeType: '', text: body } }),
    headersSize: -1,
    bodySize: -1,
  }
}

function responseOf(record: FlowRecord): object {
  const { status, response_body: text, response_size: size, request_id: id } = record
  const headers = [
    ...record.backend_headers.map(([name, value]) => ({ name, value })),
    { name: 'X-Bkapi-Request-ID', value: id },
  ]
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? ''
  return {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    content: { size, mimeType: type, text },
    redirectURL: headers.find(({ name }) => name.toLowerCase() === 'location')?.value ?? '',
    headersSize: -1,
    bodySize: size,
  }
}
