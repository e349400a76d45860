/** Flow records as a busy installation has them, line by line as the data plane writes them
 *  (src/dataplane/record.ts): 12 gateways with 40 resources each, 400 applications of which few call
 *  most, ids in paths and queries, callers with ids of their own, 5 % failures with bodies and the
 *  backend's header. The same number gives the same record. */
import { randomNumbers, type RandomNumbers } from './random-numbers.ts'

export interface RecordPlan {
  /** Records spread evenly over this time. */
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

export interface MadeRecord {
  readonly id: string
  readonly timestamp: number
  readonly line: string
}

export function madeRecord(plan: RecordPlan, number: number): MadeRecord {
  const random = randomNumbers(number)
  const share = (number + random.share()) / plan.count
  const timestamp = Math.floor(plan.fromMs + share * (plan.toMs - plan.fromMs))
  const id = timeOrderedId(timestamp, random)
  const isFailure = random.share() < 0.05
  return {
    id,
    timestamp,
    line: isFailure ? failure(id, timestamp, random) : success(id, timestamp, random),
  }
}

interface Call {
  readonly gateway: string
  readonly stage: string
  readonly resource: string
  readonly template: string
  readonly path: string
  readonly backendHost: string
  readonly method: string
  readonly app: string
  readonly startMs: number
}

function success(id: string, timestamp: number, random: RandomNumbers): string {
  const call = someCall(timestamp, random)
  const status = random.share() < 0.06 ? 201 : random.share() < 0.03 ? 304 : 200
  const waitMs = 2 + random.tail() * 60
  const size = 80 + Math.floor(random.tail() * 4_000)
  return (
    `${head(id, call, status, waitMs, random)}"status":${status},"response_size":${size + 380},` +
    `"request_duration":${ms(waitMs + 0.4)},"node":"node-1-${random.below(2)}",` +
    phases(waitMs) +
    passed +
    attempt(random, waitMs, size) +
    `,"client_bytes":${400 + random.below(300)},"answered_by":"backend","complete":true}`
  )
}

function failure(id: string, timestamp: number, random: RandomNumbers): string {
  const call = someCall(timestamp, random)
  const kind = random.below(10)
  if (kind < 2) return refused(id, call, random)
  const status = [500, 500, 503, 502, 404, 404, 400, 422][kind - 2] ?? 500
  const waitMs = 2 + random.tail() * 400
  const body = kind < 5 ? errorPage(status) : serviceError(status, call, random)
  const requestBody = call.method === 'GET' ? '' : `"body":${JSON.stringify(orderBody(random))},`
  return (
    `${head(id, call, status, waitMs, random)}${requestBody}"response_body":${JSON.stringify(body)},` +
    `"backend_headers":${JSON.stringify(headers(kind < 5, body, random))},` +
    `"status":${status},"response_size":${body.length + 410},"request_duration":${ms(waitMs + 0.4)},` +
    `"node":"node-1-${random.below(2)}",${phases(waitMs)}${passed}` +
    attempt(random, waitMs, body.length) +
    `,"client_bytes":${400 + random.below(900)},"answered_by":"backend","complete":true}`
  )
}

/** Nothing listened: the gateway wrote a 502. */
function refused(id: string, call: Call, random: RandomNumbers): string {
  const message = `Request backend service failed [upstream_error="connect() to ${call.backendHost} refused"]`
  const body = JSON.stringify({
    code: 1650200,
    data: null,
    code_name: 'BACKEND_ERROR',
    message,
    result: false,
  })
  return (
    `${head(id, call, 0, 0.9, random)}"response_body":${JSON.stringify(body)},"status":502,"response_size":${body.length + 300},` +
    `"request_duration":1.204,"code":1650200,"code_name":"BACKEND_ERROR","error":${JSON.stringify(message)},` +
    `"error_key":"backend_refused","error_facts":{"endpoint":"${call.backendHost}"},"node":"node-1-0",` +
    `${phases(0.9)}${passed},"attempts":[{"local_address":"","dns_ms":0,"end_ms":0.4,"failure":"backend_refused",` +
    `"errno":"ECONNREFUSED","tls_alert":"","certificate":"","ended_by":"backend","first_bytes":"","detail":"",` +
    `"bytes_sent":0,"bytes_received":0}],"client_bytes":${400 + random.below(300)},"answered_by":"gateway","complete":true}`
  )
}

function head(
  id: string,
  call: Call,
  backendStatus: number,
  backendMs: number,
  random: RandomNumbers,
): string {
  const ownId = random.share() < 0.2 ? `"x_request_id":"${random.hex(32)}",` : ''
  const trace =
    random.share() < 0.1 ? `"traceparent":"00-${random.hex(32)}-${random.hex(16)}-01",` : ''
  const user = random.share() < 0.15 ? `,"bk_username":"user-${random.below(3_000)}"` : ''
  const query =
    random.share() < 0.4
      ? `"params":"page=${random.below(40)}&size=20&since=${call.startMs - random.below(9e6)}",`
      : ''
  const { gateway, stage, resource, template, path, backendHost, method, app, startMs } = call
  const address = `10.${random.below(4)}.${random.below(64)}.${random.below(256)}`
  return (
    `{"request_id":"${id}","timestamp":${startMs},${ownId}${trace}"gateway":"${gateway}",` +
    `"stage":"${stage}","resource":"${resource}","resource_path":"${template}",` +
    `"release":"${gateway}/${stage}/7","backend":"default","app_code":"${app}",` +
    `"app_verified":true${user},"client_ip":"${address}","http_host":"api.example.com",` +
    `"method":"${method}","http_path":"/api/${gateway}/${stage}${path}",${query}` +
    `"backend_scheme":"http","backend_host":"${backendHost}","backend_path":"/v1${path}",` +
    (backendStatus === 0 ? '' : `"backend_status":${backendStatus},`) +
    `"backend_duration":${ms(backendMs)},`
  )
}

function someCall(startMs: number, random: RandomNumbers): Call {
  const gateway = gateways[random.few(gateways.length)] ?? ''
  const noun = nouns[random.few(nouns.length)] ?? ''
  const action = random.below(4)
  const isList = action === 0
  const number = 10_000 + random.below(2_000_000)
  const path = isList
    ? `/${noun}`
    : action === 3
      ? `/${noun}/${number}/items/${random.below(40)}`
      : `/${noun}/${number}`
  return {
    gateway,
    stage: random.share() < 0.9 ? 'prod' : 'test',
    resource: `${['list', 'get', 'update', 'get_item_of'][action]}_${noun}`,
    template: isList ? `/${noun}` : action === 3 ? `/${noun}/{id}/items/{item}` : `/${noun}/{id}`,
    path,
    backendHost: `${gateway}-${random.below(3)}.svc.local:8080`,
    method: action === 2 ? 'PUT' : 'GET',
    app: `app-${String(random.few(400)).padStart(3, '0')}`,
    startMs,
  }
}

const gateways = 'shop bank crm billing search stock users mail files maps jobs audit'.split(' ')
const nouns =
  'orders payments customers invoices products accounts messages reports tickets hosts'.split(' ')
const passed = ',"passed":"recursion-guard app-auth permission rate-limit jwt"'

function phases(waitMs: number): string {
  return `"phases":"0.012 0.067 ${ms(waitMs)} 0.083"`
}

function attempt(random: RandomNumbers, waitMs: number, size: number): string {
  const port = 32_768 + random.below(28_000)
  const first = ms(waitMs * 0.9)
  return (
    `,"attempt":"10.0.0.7:${port} ${ms(random.tail() * 900)} 0.061 ${first} ${ms(waitMs)} ` +
    `${size} ${size} ${700 + random.below(200)} ${size + 210}"`
  )
}

function errorPage(status: number): string {
  const name =
    status === 503 ? '503 Service Temporarily Unavailable' : `${status} Internal Server Error`
  return `<html>\r\n<head><title>${name}</title></head>\r\n<body>\r\n<center><h1>${name}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`
}

function serviceError(status: number, call: Call, random: RandomNumbers): string {
  return JSON.stringify({
    timestamp: new Date(call.startMs).toISOString(),
    status,
    error: status === 404 ? 'Not Found' : 'could not process the request',
    detail: `${call.resource}: ${['deadline exceeded', 'lock wait timeout exceeded', 'no such entity', 'invalid state'][random.below(4)]}`,
    trace: random.hex(16),
    path: `/v1${call.path}`,
  })
}

function orderBody(random: RandomNumbers): string {
  return JSON.stringify({
    customer: random.below(1e6),
    lines: [{ product: random.below(1e5), quantity: 1 + random.below(9) }],
    note: '',
  })
}

function headers(isNginx: boolean, body: string, random: RandomNumbers): [string, string][] {
  const server: [string, string] = isNginx
    ? ['Server', 'nginx/1.22.1']
    : ['X-Powered-By', 'Express']
  return [
    server,
    ['Date', 'Mon, 23 Nov 2026 08:14:02 GMT'],
    ['Content-Type', isNginx ? 'text/html' : 'application/json; charset=utf-8'],
    ['Content-Length', String(body.length)],
    ['Connection', 'keep-alive'],
    ['X-Trace', random.hex(16)],
  ]
}

/** As the data plane makes them (RFC 9562 section 5.7): 48 bits of time, then random ones. */
function timeOrderedId(timestamp: number, random: RandomNumbers): string {
  const time = timestamp.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`
}

function ms(value: number): string {
  return value.toFixed(3)
}
