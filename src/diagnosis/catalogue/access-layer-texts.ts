import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictText } from './catalogue-text.ts'

/** Answers of a proxy or web server in front of the service. */
export const accessLayerTexts: Readonly<
  Record<Extract<VerdictOnlyKey, `access_layer_${string}`>, VerdictText>
> = {
  access_layer_denied: {
    titleZh: '接入层拒绝了该地址或路径。',
    why: [
      "An allow list of addresses in front of the service lacks the gateway's exit address, or a rule forbids the path.",
      '服务前的地址白名单缺少网关出口地址，或有规则禁止该路径。',
    ],
    remedy: [
      'Ask the owner of the access layer to allow the exit address shown in the verdict.',
      '请接入层负责人放行结论中显示的出口地址。',
    ],
  },
  access_layer_not_found: {
    titleZh: '接入层没有这个域名或路径。',
    why: [
      'The host or path is not configured there, or the path of the backend in the gateway is wrong.',
      '接入层未配置该域名或路径，或网关里的后端路径错误。',
    ],
    remedy: [
      'Compare host and path sent with the configuration of the access layer.',
      '核对发送的域名和路径与接入层配置。',
    ],
  },
  access_layer_unknown_host: {
    titleZh: '接入层没有所发 Host 对应的站点。',
    why: [
      'A default site answered, because the Host that the gateway sends is not known there.',
      '网关发送的 Host 未配置，默认站点应答。',
    ],
    remedy: [
      'Set hostHeader of the backend to the name that the access layer knows, or configure the name there.',
      '把后端 hostHeader 设为接入层认识的名字，或在接入层配置该名字。',
    ],
  },
  access_layer_body_too_large: {
    titleZh: '请求体超过接入层限制。',
    why: [
      'nginx: client_max_body_size (1 MiB unless set). The gateway had let it pass.',
      'nginx 的 client_max_body_size（默认 1 MiB）。网关已放行。',
    ],
    remedy: [
      'Ask the owner of the access layer for a higher limit, or send less.',
      '请接入层负责人调高限制，或减小请求体。',
    ],
  },
  access_layer_uri_too_long: {
    titleZh: '地址超过接入层限制。',
    why: [
      'The limit of the access layer is below that of the gateway.',
      '接入层限制小于网关限制。',
    ],
    remedy: ['Shorten the query, or ask for a higher limit.', '缩短查询串，或调高限制。'],
  },
  access_layer_head_too_large: {
    titleZh: '请求头超过接入层限制。',
    why: [
      'Cookies, or the fields that the gateway adds (X-Bkapi-JWT), go over the buffers of the access layer.',
      'Cookie 或网关添加的字段（X-Bkapi-JWT）超过接入层缓冲。',
    ],
    remedy: [
      'Ask for larger header buffers (nginx: large_client_header_buffers), or send fewer fields.',
      '调大接入层请求头缓冲（nginx: large_client_header_buffers），或减少请求头。',
    ],
  },
  access_layer_wants_https: {
    titleZh: '明文 HTTP 发到了 https 端口。',
    why: [
      'The address of the backend is http:// with the port of https.',
      '后端地址是 http://，端口却是 https 的。',
    ],
    remedy: [
      "Write https:// in the address of the stage's backend.",
      '把环境后端地址改为 https://。',
    ],
  },
  access_layer_wants_certificate: {
    titleZh: '接入层要求客户端证书。',
    why: [
      'The access layer verifies clients by certificate; the gateway sends none.',
      '接入层用证书校验客户端，网关没有发送。',
    ],
    remedy: ['Ask for an address without client certificates.', '请求一个不要求客户端证书的地址。'],
  },
  access_layer_wants_login: {
    titleZh: '接入层要求自己的登录。',
    why: [
      "A password in front of the service; it is not the gateway's.",
      '服务前设有密码，不是网关的。',
    ],
    remedy: ['Ask its owner for credentials.', '向其负责人索取凭证。'],
  },
  access_layer_rate_limited: {
    titleZh: '接入层限制了频率。',
    why: [
      'A limit per address: behind a gateway all callers share one.',
      '按地址限流：经过网关时所有调用方共用一个地址。',
    ],
    remedy: ['Exempt the gateway from the limit, or raise it.', '对网关放开或调高该限制。'],
  },
  access_layer_refused_request: {
    titleZh: '接入层不接受该请求。',
    why: [
      'Method, header or form of the request is not allowed there.',
      '方法、请求头或格式不被允许。',
    ],
    remedy: ['Compare the request with what the API documents.', '与接口文档核对请求。'],
  },
  access_layer_blocked: {
    titleZh: 'Web 应用防火墙拦截了请求。',
    why: [
      'Content of the request looks like an attack to the firewall; it often answers 200.',
      '请求内容被防火墙视为攻击；常以 200 返回。',
    ],
    remedy: [
      'Give the support id of the page to the owner of the firewall.',
      '把页面中的 support id 交给防火墙负责人。',
    ],
  },
  access_layer_bad_gateway: {
    titleZh: '接入层没有从后面的服务得到有效应答。',
    why: [
      'The service behind it is down, restarts, or closes the connection.',
      '后面的服务已停止、正在重启或关闭连接。',
    ],
    remedy: [
      "Start the service; the access layer's error log tells what failed.",
      '启动服务；接入层错误日志说明原因。',
    ],
  },
  access_layer_no_upstream: {
    titleZh: '接入层后面没有可用服务，或正在限流。',
    why: [
      'All instances fail their health check, none is registered, or a limit of the access layer was reached.',
      '实例健康检查全部失败、没有注册实例，或达到接入层限制。',
    ],
    remedy: [
      'Check the instances and their health checks, then limits of the access layer.',
      '检查实例及健康检查，再检查接入层限制。',
    ],
  },
  access_layer_timeout: {
    titleZh: '接入层后面的服务没有及时应答。',
    why: ["The service is slower than the access layer's own timeout.", '服务比接入层超时慢。'],
    remedy: [
      'Make the service faster, or raise the timeout there.',
      '优化服务，或调大接入层超时。',
    ],
  },
  access_layer_error: {
    titleZh: '接入层自身出错。',
    why: ['A configuration mistake or a failure of the access layer.', '接入层配置错误或故障。'],
    remedy: ["Look in the access layer's error log.", '查看接入层错误日志。'],
  },
}
