/** What a query can ask about, as people read it. The order is that of the reference page and of
 *  proposals while a query is written. */
type Row = readonly [name: string, kind: FieldKind, en: string, zh: string]

/** `milliseconds`: a duration. `time`: a point in time. */
export type FieldKind = 'text' | 'number' | 'milliseconds' | 'boolean' | 'time'

/** What the rules conclude. */
export const conclusionFields: readonly Row[] = [
  [
    'fault',
    'text',
    'Where the failure lies; none where nothing is wrong.',
    '故障所在；none 表示没有问题。',
  ],
  ['owner', 'text', 'Who must act.', '应由谁处理。'],
  ['responder', 'text', 'Who wrote the answer.', '由谁写出响应。'],
  ['key', 'text', 'Key of the verdict, as in the error catalogue.', '结论的键，见错误目录。'],
]

export const factFields: readonly Row[] = [
  [
    'status',
    'number',
    'Status sent to the caller; 499 where the caller went away first.',
    '返回给调用方的状态码；调用方先断开时为 499。',
  ],
  ['gateway', 'text', 'Name of the gateway.', '网关名称。'],
  ['stage', 'text', 'Name of the stage.', '环境名称。'],
  ['resource', 'text', 'Name of the resource.', '资源名称。'],
  [
    'resource_path',
    'text',
    'Path of the resource as defined, like /orders/{id}.',
    '资源定义的路径，如 /orders/{id}。',
  ],
  ['app_code', 'text', 'Application of the caller, as claimed.', '调用方声明的应用。'],
  ['app_verified', 'boolean', 'Whether the application was proved.', '应用是否通过校验。'],
  ['bk_username', 'text', 'User of the caller.', '调用方用户。'],
  ['client_ip', 'text', 'Address of the caller.', '调用方地址。'],
  ['method', 'text', 'Method of the request.', '请求方法。'],
  ['http_host', 'text', 'Host that the caller asked for.', '请求的域名。'],
  [
    'http_path',
    'text',
    'Path as the caller sent it, without the query.',
    '请求路径，不含查询参数。',
  ],
  ['params', 'text', 'Query string, secrets masked.', '查询参数，敏感信息已脱敏。'],
  [
    'body',
    'text',
    'Beginning of the request body, where the status is not 2xx.',
    '请求体开头；状态码非 2xx 时记录。',
  ],
  ['backend', 'text', 'Name of the backend.', '后端名称。'],
  ['backend_scheme', 'text', 'http or https.', 'http 或 https。'],
  ['backend_method', 'text', 'Method sent to the backend.', '后端请求方法。'],
  ['backend_host', 'text', 'Host and port of the backend as configured.', '后端配置的主机与端口。'],
  ['backend_path', 'text', 'Path sent to the backend.', '后端请求路径。'],
  [
    'backend_addr',
    'text',
    'Address and port that was connected to or tried last.',
    '最后连接或尝试的地址与端口。',
  ],
  [
    'backend_status',
    'number',
    'Status received from behind the gateway; 0 where none came.',
    '后端返回的状态码；没有时为 0。',
  ],
  [
    'response_body',
    'text',
    'Beginning of the response body, where the status is not 2xx.',
    '响应体开头；状态码非 2xx 时记录。',
  ],
  ['response_size', 'number', 'Bytes of the response body.', '响应体字节数。'],
  [
    'request_duration',
    'milliseconds',
    'From the first byte of the request to the end of the answer.',
    '从收到请求首字节到响应结束的耗时。',
  ],
  [
    'backend_duration',
    'milliseconds',
    'Time spent with the backend; 0 where it was not asked.',
    '后端耗时；未请求后端时为 0。',
  ],
  ['code', 'number', 'Code of an error that the gateway wrote.', '网关错误码。'],
  ['code_name', 'text', 'Name of that code.', '网关错误码名称。'],
  ['error', 'text', 'Message of an error that the gateway wrote.', '网关错误信息。'],
  ['error_key', 'text', 'Key of an error that the gateway wrote.', '网关错误的键。'],
  ['answered_by', 'text', 'What wrote the answer that the caller got.', '响应由哪一方写出。'],
  [
    'complete',
    'boolean',
    'Whether the answer reached the caller whole.',
    '响应是否完整送达调用方。',
  ],
  [
    'attempt_count',
    'number',
    'Tries at endpoints; above 1 where one was repeated.',
    '对后端节点的尝试次数；重试时大于 1。',
  ],
  [
    'attempt_failure',
    'text',
    'Error key of any try, also of one that a retry made good.',
    '任一次尝试的错误键，包括重试后成功的。',
  ],
  [
    'attempt_endpoint',
    'text',
    'Endpoint of any try, host and port.',
    '任一次尝试的节点（主机与端口）。',
  ],
  ['attempt_address', 'text', 'Address and port of any try.', '任一次尝试的地址与端口。'],
  ['request_id', 'text', 'X-Bkapi-Request-ID of the exchange.', '请求 ID（X-Bkapi-Request-ID）。'],
  [
    'x_request_id',
    'text',
    'X-Request-ID, the one of the caller where it sent one.',
    'X-Request-ID，调用方携带时沿用。',
  ],
  ['traceparent', 'text', 'W3C trace context.', 'W3C 链路追踪上下文。'],
  ['timestamp', 'time', 'When the request began.', '请求开始时间。'],
  ['release', 'text', 'Release of the stage that served it.', '处理请求的发布版本。'],
  ['node', 'text', 'Node of the deployment.', '处理请求的节点。'],
]
