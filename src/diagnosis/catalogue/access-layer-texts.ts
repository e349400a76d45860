import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictText } from './catalogue-text.ts'
import { askBackendOwner } from './shared-advice.ts'

/** Answers of a proxy or web server in front of the service. The service itself has no record of the
 *  request, unless one says otherwise. */
export const accessLayerTexts: Readonly<
  Record<Extract<VerdictOnlyKey, `access_layer_${string}`>, VerdictText>
> = {
  access_layer_denied: {
    titleZh: '接入层拒绝了该地址或路径。',
    why: [
      "An allow list of addresses in front of the service lacks the gateway's exit address, or a rule forbids the path. The caller's own permission is not the matter.",
      '服务前的地址白名单缺少网关出口地址，或有规则禁止该路径。与调用方自己的权限无关。',
    ],
    remedy: [
      'Ask the owner of the access layer to allow the exit address shown in the verdict.',
      '请接入层负责人放行结论中显示的出口地址。',
    ],
    caller: askBackendOwner,
    backend: [
      "Allow the gateway's exit addresses (nginx: `allow`), all of them where it has several.",
      '放行网关的出口地址（nginx 的 allow）；如有多个须全部放行。',
    ],
  },
  access_layer_not_found: {
    titleZh: '接入层没有这个域名或路径。',
    why: [
      'The path is not configured there, or the path of the backend in the gateway is wrong. It is not the 404 of the gateway, which has an X-Bkapi-Error-Code.',
      '接入层未配置该路径，或网关里的后端路径错误。这不是网关的 404：网关的 404 带有 X-Bkapi-Error-Code。',
    ],
    remedy: [
      'Compare host and path sent with the configuration of the access layer.',
      '核对发送的域名和路径与接入层配置。',
    ],
    caller: askBackendOwner,
    backend: [
      'Look for the `location` or route of the path that was sent; a service that was just moved may lack it.',
      '查找所发路径对应的 location 或路由；刚迁移的服务可能缺少它。',
    ],
  },
  access_layer_unknown_host: {
    titleZh: '接入层没有所发 Host 对应的站点。',
    why: [
      'A default site answered, because the Host that the gateway sends is not known there: often an address instead of a name.',
      '网关发送的 Host 未配置，由默认站点应答：常见原因是写了地址而不是域名。',
    ],
    remedy: [
      'Set hostHeader of the backend to the name that the access layer knows, or configure the name there.',
      '把后端 hostHeader 设为接入层认识的名字，或在接入层配置该名字。',
    ],
    caller: askBackendOwner,
    backend: [
      'Add the name to the site (`server_name`, a host rule of the ingress).',
      '把该名字加入站点配置（server_name 或 ingress 的 host 规则）。',
    ],
  },
  access_layer_body_too_large: {
    titleZh: '请求体超过接入层限制。',
    why: [
      'nginx: client_max_body_size (1 MiB unless set). The gateway had let it pass: its own 413 has an X-Bkapi-Error-Code.',
      'nginx 的 client_max_body_size（默认 1 MiB）。网关已放行：网关自己的 413 带有 X-Bkapi-Error-Code。',
    ],
    remedy: [
      'Ask the owner of the access layer for a higher limit, or send less.',
      '请接入层负责人调高限制，或减小请求体。',
    ],
    caller: ['Send less in one request, if you can.', '如可能，减小单次请求体。'],
    backend: [
      'Raise the limit (nginx: `client_max_body_size`) at every layer on the way.',
      '在途中的每一层调高限制（nginx 的 client_max_body_size）。',
    ],
  },
  access_layer_uri_too_long: {
    titleZh: '地址超过接入层限制。',
    why: [
      'The limit of the access layer is below that of the gateway (8 KiB).',
      '接入层限制小于网关限制（8 KiB）。',
    ],
    remedy: ['Shorten the query, or ask for a higher limit.', '缩短查询串，或请求调高限制。'],
    caller: ['Put the data into a body.', '把数据放入请求体。'],
    backend: [
      'nginx: `large_client_header_buffers` bounds the request line.',
      'nginx：large_client_header_buffers 限制请求行长度。',
    ],
  },
  access_layer_head_too_large: {
    titleZh: '请求头超过接入层限制。',
    why: [
      'Cookies, or the fields that the gateway adds (X-Bkapi-JWT), go over the buffers of the access layer.',
      'Cookie 或网关添加的字段（X-Bkapi-JWT）超过接入层缓冲。',
    ],
    remedy: [
      'Ask for larger header buffers (nginx: large_client_header_buffers), or send fewer fields.',
      '请调大接入层请求头缓冲（nginx 的 large_client_header_buffers），或减少请求头。',
    ],
    caller: ['Send fewer and shorter header fields.', '减少并缩短请求头。'],
    backend: [
      'nginx: `large_client_header_buffers 4 16k` fits what the gateway lets pass.',
      'nginx：large_client_header_buffers 4 16k 可容纳网关放行的请求头。',
    ],
  },
  access_layer_wants_https: {
    titleZh: '明文 HTTP 发到了 https 端口。',
    why: [
      'The address of the backend is http:// with the port of https.',
      '后端地址写的是 http://，端口却是 https 的。',
    ],
    remedy: [
      "Write https:// in the address of the stage's backend.",
      '把环境中后端服务的地址改为 https://。',
    ],
    caller: askBackendOwner,
  },
  access_layer_wants_certificate: {
    titleZh: '接入层要求客户端证书。',
    why: [
      'The access layer verifies clients by certificate; the gateway sends none.',
      '接入层用证书校验客户端，网关没有发送。',
    ],
    remedy: [
      'Ask for an address without client certificates.',
      '请对方提供不要求客户端证书的地址。',
    ],
    backend: [
      'Offer the gateway an address that trusts its exit address or X-Bkapi-JWT instead.',
      '为网关提供改用出口地址或 X-Bkapi-JWT 校验的地址。',
    ],
  },
  access_layer_wants_login: {
    titleZh: '接入层要求自己的登录。',
    why: [
      "A password in front of the service (WWW-Authenticate); it is not the gateway's. A 407 is of a proxy on the caller's way out (Proxy-Authenticate).",
      '服务前设有密码（WWW-Authenticate），不是网关的认证。407 来自调用方出口处的代理（Proxy-Authenticate）。',
    ],
    remedy: ['Ask its owner for credentials.', '向其负责人索取凭证。'],
    publisher: [
      'Where all callers shall pass: add the field with the header-rewrite plugin.',
      '如应对所有调用方放行：用 header-rewrite 插件添加该请求头。',
    ],
    backend: [
      'Exempt the gateway from the password; it has verified the caller already.',
      '对网关免除密码；调用方已由网关校验。',
    ],
  },
  access_layer_rate_limited: {
    titleZh: '接入层限制了频率。',
    why: [
      "A limit per address: behind a gateway all callers share one. It is not the gateway's, whose 429 has an X-Bkapi-Error-Code.",
      '按地址限流：经过网关时所有调用方共用一个地址。这不是网关的限流：网关的 429 带有 X-Bkapi-Error-Code。',
    ],
    remedy: [
      'Exempt the gateway from the limit, raise it, or count by X-Forwarded-For.',
      '对网关放开或调高该限制，或按 X-Forwarded-For 计数。',
    ],
    caller: ['Wait and call less often.', '稍候并降低调用频率。'],
    publisher: [
      'A rate limit of your own, below theirs, answers callers clearly.',
      '在网关设置低于对方的频率限制，调用方可得到明确的应答。',
    ],
  },
  access_layer_refused_request: {
    titleZh: '接入层不接受该请求。',
    why: [
      'Method, header or form of the request is not allowed there.',
      '请求的方法、请求头或格式在那里不被允许。',
    ],
    remedy: ['Compare the request with what the API documents.', '与接口文档核对请求。'],
    publisher: [
      'Compare the method of the backend in the resource with what it offers.',
      '核对资源里的后端方法与其支持的方法。',
    ],
  },
  access_layer_blocked: {
    titleZh: 'Web 应用防火墙拦截了请求。',
    why: [
      'Content of the request looks like an attack to the firewall; it often answers 200 with a page.',
      '请求内容被防火墙视为攻击；常以 200 和一个页面返回。',
    ],
    remedy: [
      'Give the support id of the page to the owner of the firewall.',
      '把页面中的 support id（事件 ID）交给防火墙负责人。',
    ],
    caller: [
      'Look which part reads like an attack (SQL, script tags, paths); encode it or send it another way.',
      '查看哪部分内容像攻击（SQL、script 标签、路径）；编码后或换一种方式发送。',
    ],
    backend: ['Let the rule except this path.', '为该路径设置规则例外。'],
  },
  access_layer_bad_gateway: {
    titleZh: '接入层没有从后面的服务得到有效应答。',
    why: [
      "The service behind it is down, restarts, closes the connection, or does not speak what is expected of it (TLS or plain HTTP); many write 503 for it. The gateway reached the access layer: its own 502 would carry an X-Bkapi-Error-Code. A proxy on the caller's way out (Squid) says so of the address that was called.",
      '后面的服务已停止、正在重启、关闭连接，或协议与预期不符（TLS 或明文 HTTP）；不少程序为此返回 503。网关已连到接入层：网关自己的 502 带有 X-Bkapi-Error-Code。调用方出口处的代理（Squid）也会这样描述所调用的地址。',
    ],
    remedy: [
      "Start the service; the access layer's error log tells what failed.",
      '启动服务；接入层错误日志说明原因。',
    ],
    caller: askBackendOwner,
  },
  access_layer_no_upstream: {
    titleZh: '接入层后面没有可用服务，或正在限流。',
    why: [
      'All instances fail their health check, none is registered, a limit of the access layer was reached, or it was told to answer so (maintenance).',
      '实例健康检查全部失败、没有注册实例、达到接入层限制，或被配置为如此应答（维护）。',
    ],
    remedy: [
      'Check the instances and their health checks, then limits of the access layer.',
      '检查实例及健康检查，再检查接入层限制。',
    ],
    caller: askBackendOwner,
  },
  access_layer_timeout: {
    titleZh: '接入层后面的服务没有及时应答。',
    why: [
      "The service is slower than the access layer's own timeout (nginx: proxy_read_timeout, 60 s). The gateway's 504 would carry an X-Bkapi-Error-Code.",
      '服务比接入层自身的超时慢（nginx 的 proxy_read_timeout，60 秒）。网关自己的 504 带有 X-Bkapi-Error-Code。',
    ],
    remedy: [
      'Make the service faster, or raise the timeout there.',
      '优化服务，或调大接入层超时。',
    ],
    caller: askBackendOwner,
    publisher: [
      "A higher timeoutMs of the gateway does not help: the shorter limit is the access layer's.",
      '调大网关的 timeoutMs 没有用：更短的时限在接入层。',
    ],
  },
  access_layer_error: {
    titleZh: '接入层自身出错。',
    why: ['A configuration mistake or a failure of the access layer.', '接入层配置错误或故障。'],
    remedy: ["Look in the access layer's error log.", '查看接入层错误日志。'],
    caller: askBackendOwner,
  },
}
