import type { LoggedFailure } from './transcript.ts'

/** What a proxy's message means for the exchange that it belongs to. */
export type LoggedMeaning = Pick<LoggedFailure, 'key' | 'says' | 'certainty'>

function meaning(
  key: LoggedMeaning['key'],
  english: string,
  chinese: string,
  certainty: LoggedMeaning['certainty'] = 'likely',
): LoggedMeaning {
  return { key, says: [english, chinese], certainty }
}

const cutBehind = meaning(
  'answer_cut',
  'had passed on the beginning of an answer when the service behind it broke off',
  '已转发应答的开头，随后其后的服务中断了应答',
)

/** nginx's own sentences (src/http of nginx); where an answer had begun, it can only cut it. */
export const nginxErrors: readonly (readonly [RegExp, LoggedMeaning])[] = [
  [/upstream timed out .* while reading upstream\b/, cutBehind],
  [
    /(?:prematurely closed connection|recv\(\) failed|reset by peer).* while reading upstream\b/,
    cutBehind,
  ],
  [
    /upstream timed out .*upstream\b/,
    meaning(
      'access_layer_timeout',
      'waited for the service behind it, which did not answer in time',
      '等待其后的服务，但服务没有及时应答',
    ),
  ],
  [
    /no live upstreams/,
    meaning(
      'access_layer_no_upstream',
      'takes every instance of the service behind it for dead',
      '认为其后服务的所有实例都不可用',
    ),
  ],
  [
    /connect\(\) (?:to \S+ )?failed \(.* while connecting to upstream/,
    meaning(
      'access_layer_bad_gateway',
      'could not connect to the service behind it',
      '无法连接其后的服务',
    ),
  ],
  [
    /while SSL handshaking to upstream/,
    meaning(
      'access_layer_bad_gateway',
      'could not agree on TLS with the service behind it',
      '与其后的服务 TLS 握手失败',
    ),
  ],
  [
    /upstream sent too big header/,
    meaning(
      'access_layer_bad_gateway',
      'got a response header larger than its buffer (proxy_buffer_size)',
      '收到的响应头超过其缓冲区（proxy_buffer_size）',
    ),
  ],
  [
    /upstream sent (?:invalid|no valid|unexpected|unsupported|duplicate)/,
    meaning(
      'access_layer_bad_gateway',
      'got something from the service behind it that is no valid answer',
      '从其后的服务收到无效的应答',
    ),
  ],
  [
    /(?:while reading response header from|while sending request to|prematurely closed .*) upstream\b|upstream prematurely closed/,
    meaning(
      'access_layer_bad_gateway',
      'lost the connection to the service behind it before an answer',
      '在应答之前失去了与其后服务的连接',
    ),
  ],
  [
    /could not be resolved \(|no resolver defined to resolve/,
    meaning(
      'access_layer_bad_gateway',
      'could not resolve the name of the service behind it',
      '无法解析其后服务的域名',
    ),
  ],
  [
    /client intended to send too large (?:chunked )?body/,
    meaning(
      'access_layer_body_too_large',
      'refused a request body over its own limit (client_max_body_size)',
      '拒绝了超过其限制（client_max_body_size）的请求体',
    ),
  ],
  [
    /limiting (?:requests|connections)\b/,
    meaning('access_layer_rate_limited', 'limits the rate', '限制了请求速率'),
  ],
  [
    /access forbidden by rule|directory index of .* is forbidden/,
    meaning(
      'access_layer_denied',
      'refused the address or path by a rule of its own',
      '按自己的规则拒绝了该地址或路径',
    ),
  ],
  [
    /(?:open|stat|opendir)\(\) "[^"]*" failed \(2: |" is not found \(2: /,
    meaning(
      'access_layer_not_found',
      'looked for a file of its own, and there is none: the path goes to no service',
      '在自己的目录中查找文件而没有找到：该路径没有转发到服务',
    ),
  ],
  [
    /user "[^"]*" was not found in|password mismatch/,
    meaning('access_layer_wants_login', 'refused the login', '拒绝了登录'),
  ],
  [
    /client sent (?:invalid|too (?:long|large)|plain HTTP)/,
    meaning('access_layer_refused_request', 'did not accept the request', '不接受该请求'),
  ],
]

/** Messages of mod_proxy and of the core by their number (docs/log-message-tags of httpd). */
export const apacheErrors: readonly (readonly [RegExp, LoggedMeaning])[] = [
  [
    /timeout specified has expired.*AH0(?:1102|1075|0898)|AH0(?:1102|1075|0898).*timeout specified/,
    meaning(
      'access_layer_timeout',
      'waited for the service behind it, which did not answer in time',
      '等待其后的服务，但服务没有及时应答',
    ),
  ],
  [
    /AH00957|AH01114|AH00959|AH00940|AH01079/,
    meaning(
      'access_layer_no_upstream',
      'could not connect to the service behind it',
      '无法连接其后的服务',
    ),
  ],
  [
    /AH01102|AH00898|AH01097|AH01067|AH01075|AH02009/,
    meaning(
      'access_layer_bad_gateway',
      'got no valid answer from the service behind it',
      '没有从其后的服务得到有效应答',
    ),
  ],
  [
    /AH01144/,
    meaning(
      'access_layer_error',
      'has no module for the protocol of the address behind it',
      '没有处理其后地址所用协议的模块',
    ),
  ],
  [
    /AH01630|AH01797|AH01276/,
    meaning(
      'access_layer_denied',
      'refused the address or path by a rule of its own',
      '按自己的规则拒绝了该地址或路径',
    ),
  ],
  [
    /AH00128/,
    meaning(
      'access_layer_not_found',
      'looked for a file of its own, and there is none: the path goes to no service',
      '在自己的目录中查找文件而没有找到：该路径没有转发到服务',
    ),
  ],
]

/** What Go's network library says of the connection to the service. */
export const goProxyErrors: readonly (readonly [RegExp, LoggedMeaning])[] = [
  [
    /context canceled/,
    meaning('call_gave_up', 'saw the caller leave', '看到调用方离开', 'possible'),
  ],
  [
    /i\/o timeout|deadline exceeded|timeout awaiting/,
    meaning(
      'access_layer_timeout',
      'waited for the service behind it, which did not answer in time',
      '等待其后的服务，但服务没有及时应答',
    ),
  ],
  [
    /dial tcp|EOF|connection reset|no such host|x509:|tls:|malformed HTTP/,
    meaning(
      'access_layer_bad_gateway',
      'got no valid answer from the service behind it',
      '没有从其后的服务得到有效应答',
    ),
  ],
]
