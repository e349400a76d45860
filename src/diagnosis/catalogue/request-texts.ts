import type { matchErrors } from '../../model/errors/match-errors.ts'
import type { requestErrors } from '../../model/errors/request-errors.ts'
import type { ErrorText } from './catalogue-text.ts'

/** Refused while reading the request, or because no resource matches. */
export const requestTexts: Readonly<
  Record<keyof typeof requestErrors | keyof typeof matchErrors, ErrorText>
> = {
  malformed_request: {
    titleZh: '请求不是合法的 HTTP/1.1。',
    why: [
      'A client that builds HTTP by hand, a broken proxy, or an attempt at request smuggling. What two parsers could read differently is never forwarded.',
      '手工拼装 HTTP 的客户端、损坏的代理，或请求走私尝试。可能被两个解析器读出不同含义的请求一律不转发。',
    ],
    remedyZh: '按 RFC 9112 发送请求；reason 指出了不合规的部分。',
    operator: [
      'Where it comes from your own load balancer: it must pass requests on unchanged, or correct them itself.',
      '如来自自己的负载均衡：它应原样转发请求，或自行更正。',
    ],
  },
  path_ambiguous: {
    titleZh: '路径可以有两种读法，因此不转发。',
    why: [
      'Dot segments, backslashes, broken %xx or bytes outside ASCII: the gateway and the backend could see different resources.',
      '路径含有 . 或 .. 段、反斜杠、错误的 %xx 或非 ASCII 字节，网关与后端可能理解成不同资源。',
    ],
    remedyZh: '去掉路径中的点段、反斜杠和错误的百分号转义；中文等字符须先编码。',
  },
  client_timeout: {
    titleZh: '调用方没有在规定时间内发完请求。',
    why: [
      'The caller paused inside its header (10 s) or body (30 s): a stalled upload, a lost connection, or a body shorter than its Content-Length.',
      '调用方在请求头（10 秒）或请求体（30 秒）中途停住：上传卡住、连接丢失，或请求体比 Content-Length 短。',
    ],
    remedyZh: '一次性发完请求；检查调用方一侧的网络。',
  },
  client_stalled: {
    titleZh: '调用方没有在规定时间内取走应答。',
    why: [
      'The caller took nothing for timeoutMs.idle (30 s unless set), or had not taken everything when timeoutMs.total was over: a blocked thread, a paused terminal, or a network that is slow or gone. The status was sent already, so the caller sees it and an answer that breaks off.',
      '调用方在 timeoutMs.idle（默认 30 秒）内没有取走任何内容，或到 timeoutMs.total 时仍未取完：线程阻塞、终端暂停，或网络很慢、已断开。状态码已经发出，调用方看到的是该状态码和中断的应答。',
    ],
    remedyZh: '请边接收边读取，处理放到读完之后或另行并行。',
    publisher: [
      'Raise `timeoutMs.total` where answers are large or lines slow; or answer in pages.',
      '应答很大或线路很慢时，调高 timeoutMs.total；或分页返回。',
    ],
  },
  body_too_large: {
    titleZh: '请求体超过该资源允许的大小。',
    why: [
      "The gateway's own limit of this resource (40 MiB unless configured); the backend was not asked. nginx's page for 413 would be the backend's limit.",
      '这是网关对该资源的限制（默认 40 MiB），没有请求后端。如看到 nginx 的 413 页面，则是后端的限制。',
    ],
    remedyZh: '减小单次请求体，或请网关维护人调高限制。',
    publisher: [
      'Raise `bodyLimitBytes` of the resource where large bodies are meant, and check that the backend takes as much.',
      '如确需大请求体，调高该资源的 bodyLimitBytes，并确认后端也能接收。',
    ],
  },
  uri_too_long: {
    titleZh: '请求地址过长。',
    why: [
      'The request line is over 8 KiB, mostly by a query that carries data.',
      '请求行超过 8 KiB，通常是查询串里放了数据。',
    ],
    remedyZh: '缩短查询串，或把数据放入请求体。',
    publisher: [
      'Offer the call as POST with a body; the limit is the same for all.',
      '提供用 POST 和请求体的方式；该限制对所有人相同。',
    ],
  },
  expectation: {
    titleZh: 'Expect 头要求的内容网关不支持。',
    why: [
      'Only `Expect: 100-continue` is defined (RFC 9110 section 10.1.1).',
      '只定义了 Expect: 100-continue（RFC 9110 10.1.1）。',
    ],
    remedyZh: '只发送 Expect: 100-continue，或不发送 Expect。',
  },
  head_too_large: {
    titleZh: '请求头过大。',
    why: [
      'More than 16 KiB or 100 header fields, mostly cookies of the whole domain or a large token.',
      '请求头超过 16 KiB 或 100 个字段，多为整个域名的 Cookie 或过大的令牌。',
    ],
    remedyZh: '减少或缩短请求头（常见：减少 Cookie）。',
  },
  http_version: {
    titleZh: '请求使用了不支持的 HTTP 版本。',
    why: [
      'The request line names a version other than HTTP/1.0 and HTTP/1.1, or an HTTP/2 client came without asking (prior knowledge).',
      '请求行的版本不是 HTTP/1.0 或 HTTP/1.1，或 HTTP/2 客户端未经协商直接连接。',
    ],
    remedyZh: '使用 HTTP/1.1。',
    operator: [
      'A load balancer in front may offer HTTP/2 to callers and speak HTTP/1.1 to the gateway.',
      '前面的负载均衡可以对调用方提供 HTTP/2，对网关使用 HTTP/1.1。',
    ],
  },
  client_closed: {
    titleZh: '调用方在应答完成前关闭了连接。',
    why: [
      "The caller's own timeout, a person who closed the page, or a proxy in between. It is 499 in the log only; nobody received it.",
      '调用方自己的超时、用户关闭页面，或中间代理断开。499 只出现在流水日志中，没有人收到。',
    ],
    remedyZh: '调大调用方超时，或查明后端为何慢；流水记录里有耗时。',
    backend: [
      'Where the record shows that the time went into waiting for you: make it faster.',
      '如流水记录显示时间花在等待后端：请优化后端。',
    ],
    operator: [
      'Where a load balancer stands in front: its timeout must be longer than timeoutMs of the resources.',
      '如前面有负载均衡：它的超时应大于资源的 timeoutMs。',
    ],
  },
  gateway_not_found: {
    titleZh: '这里没有这个名字的网关。',
    why: [
      'A wrong gateway name in the address, the right address on the wrong environment, or a path without /api/GATEWAY/STAGE.',
      '地址里的网关名写错、环境不对，或路径缺少 /api/网关/环境 前缀。',
    ],
    remedyZh: '检查地址中的网关名和所调用的域名；reason 给出了相近的名字。',
    operator: [
      'Where the gateway should exist here: apply its definition.',
      '如该网关应在此存在：应用它的定义。',
    ],
  },
  stage_not_released: {
    titleZh: '该网关没有已发布的此环境。',
    why: [
      'A wrong stage name, or a stage that was never released here or was taken offline.',
      '环境名写错，或该环境未发布、已下线。',
    ],
    remedyZh: '检查地址中的环境名；如应存在，请维护人发布。',
    publisher: ['Release the stage.', '发布该环境。'],
  },
  resource_not_found: {
    titleZh: '没有已发布的资源匹配该路径。',
    why: [
      'A typing mistake, a path that was not released yet, or a redirect of the backend that lost the prefix /api/GATEWAY/STAGE.',
      '路径写错、资源尚未发布，或后端重定向丢失了 /api/网关/环境 前缀。',
    ],
    remedyZh: '与已发布的资源对比路径；刚发布过请联系维护人。',
    publisher: [
      'Check that the resource is in the released version of this stage; for paths below it set `matchSubpath: true`.',
      '确认该资源在此环境的已发布版本中；如要匹配其下的路径，设置 matchSubpath: true。',
    ],
    backend: [
      'Where a redirect led here (`faultline call` shows it): answer with relative Locations, or with X-Forwarded-Host and the prefix.',
      '如由重定向而来（faultline call 可看到）：返回相对的 Location，或按 X-Forwarded-Host 加上前缀。',
    ],
  },
  method_not_allowed: {
    titleZh: '路径存在，但不支持该方法。',
    why: [
      'The resource is defined for other methods; the Allow field names them. The old system answers 404 here, and so do we.',
      '资源定义的是其他方法；Allow 头列出了这些方法。与原系统一致，返回 404。',
    ],
    remedyZh: '使用 Allow 头列出的方法。',
    publisher: [
      'Add a resource for this method, or set `method: ANY`.',
      '为该方法添加资源，或设置 method: ANY。',
    ],
  },
}
