/** What a query can ask about, as people read it. The order is that of the reference page and of
 *  proposals while a query is written. */
export interface RecordField {
  readonly name: string
  readonly kind: FieldKind
  readonly en: string
  readonly zh: string
}

/** `milliseconds`: a duration. `time`: a point in time. */
type FieldKind = 'text' | 'number' | 'milliseconds' | 'boolean' | 'time'

type Described = (name: string, en: string, zh: string) => RecordField

const text = of('text')
const number = of('number')
const milliseconds = of('milliseconds')
const boolean = of('boolean')
const time = of('time')

function of(kind: FieldKind): Described {
  return (name, en, zh) => ({ name, kind, en, zh })
}

/** What the rules conclude. */
export const conclusionFields: readonly RecordField[] = [
  text(
    'fault',
    'Where the failure lies; none where nothing is wrong.',
    '故障所在；none 表示没有问题。',
  ),
  text('owner', 'Who must act.', '应由谁处理。'),
  text('responder', 'Who wrote the answer.', '由谁写出响应。'),
  text('key', 'Key of the verdict, as in the error catalogue.', '结论的键，见错误目录。'),
]

export const factFields: readonly RecordField[] = [
  number(
    'status',
    'Status sent to the caller; 499 where the caller went away first.',
    '返回给调用方的状态码；调用方先断开时为 499。',
  ),
  text('gateway', 'Name of the gateway.', '网关名称。'),
  text('stage', 'Name of the stage.', '环境名称。'),
  text('resource', 'Name of the resource.', '资源名称。'),
  text(
    'resource_path',
    'Path of the resource as defined, like /orders/{id}.',
    '资源定义的路径，如 /orders/{id}。',
  ),
  text('app_code', 'Application of the caller, as claimed.', '调用方声明的应用。'),
  boolean('app_verified', 'Whether the application was proved.', '应用是否通过校验。'),
  text('bk_username', 'User of the caller.', '调用方用户。'),
  text('client_ip', 'Address of the caller.', '调用方地址。'),
  text('method', 'Method of the request.', '请求方法。'),
  text('http_host', 'Host that the caller asked for.', '请求的域名。'),
  text('http_path', 'Path as the caller sent it, without the query.', '请求路径，不含查询参数。'),
  text('params', 'Query string, secrets masked.', '查询参数，敏感信息已脱敏。'),
  text(
    'body',
    'Beginning of the request body, where the status is not 2xx.',
    '请求体开头；状态码非 2xx 时记录。',
  ),
  text('backend', 'Name of the backend.', '后端名称。'),
  text('backend_scheme', 'http or https.', 'http 或 https。'),
  text('backend_method', 'Method sent to the backend.', '后端请求方法。'),
  text('backend_host', 'Host and port of the backend as configured.', '后端配置的主机与端口。'),
  text('backend_path', 'Path sent to the backend.', '后端请求路径。'),
  text(
    'backend_addr',
    'Address and port that was connected to or tried last.',
    '最后连接或尝试的地址与端口。',
  ),
  number(
    'backend_status',
    'Status received from behind the gateway; 0 where none came.',
    '后端返回的状态码；没有时为 0。',
  ),
  text(
    'response_body',
    'Beginning of the response body, where the status is not 2xx.',
    '响应体开头；状态码非 2xx 时记录。',
  ),
  number('response_size', 'Bytes of the response body.', '响应体字节数。'),
  milliseconds(
    'request_duration',
    'From the first byte of the request to the end of the answer.',
    '从收到请求首字节到响应结束的耗时。',
  ),
  milliseconds(
    'backend_duration',
    'Time spent with the backend; 0 where it was not asked.',
    '后端耗时；未请求后端时为 0。',
  ),
  number('code', 'Code of an error that the gateway wrote.', '网关错误码。'),
  text('code_name', 'Name of that code.', '网关错误码名称。'),
  text('error', 'Message of an error that the gateway wrote.', '网关错误信息。'),
  text('error_key', 'Key of an error that the gateway wrote.', '网关错误的键。'),
  text('answered_by', 'What wrote the answer that the caller got.', '响应由哪一方写出。'),
  boolean('complete', 'Whether the answer reached the caller whole.', '响应是否完整送达调用方。'),
  number(
    'attempt_count',
    'Tries at endpoints; above 1 where one was repeated.',
    '对后端节点的尝试次数；重试时大于 1。',
  ),
  text(
    'attempt_failure',
    'Error key of any try, also of one that a retry made good.',
    '任一次尝试的错误键，包括重试后成功的。',
  ),
  text(
    'attempt_endpoint',
    'Endpoint of any try, host and port.',
    '任一次尝试的节点（主机与端口）。',
  ),
  text('attempt_address', 'Address and port of any try.', '任一次尝试的地址与端口。'),
  text('request_id', 'X-Bkapi-Request-ID of the exchange.', '请求 ID（X-Bkapi-Request-ID）。'),
  text(
    'x_request_id',
    'X-Request-ID, the one of the caller where it sent one.',
    'X-Request-ID，调用方携带时沿用。',
  ),
  text('traceparent', 'W3C trace context.', 'W3C 链路追踪上下文。'),
  time('timestamp', 'When the request began.', '请求开始时间。'),
  text('release', 'Release of the stage that served it.', '处理请求的发布版本。'),
  text('node', 'Node of the deployment.', '处理请求的节点。'),
]
