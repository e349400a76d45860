import type { connectErrors } from '../../model/errors/connect-errors.ts'
import type { tlsErrors } from '../../model/errors/tls-errors.ts'
import type { ErrorText } from './catalogue-text.ts'

/** The backend was not reached. */
export const connectTexts: Readonly<
  Record<keyof typeof connectErrors | keyof typeof tlsErrors, ErrorText>
> = {
  dns_not_found: {
    titleZh: '后端域名不存在。',
    why: [
      "A typing mistake in the stage's backend, a name of another network, or a service that was removed.",
      '环境后端里的域名写错、属于其他网络，或服务已移除。',
    ],
    remedyZh: '更正环境后端的域名，或创建该域名。',
  },
  dns_no_address: {
    titleZh: '后端域名存在但没有地址。',
    why: [
      'The name has other records, but neither A nor AAAA.',
      '域名有其他记录，但没有 A 或 AAAA。',
    ],
    remedyZh: '为域名添加地址记录，或更正环境后端。',
  },
  dns_failed: {
    titleZh: '域名服务器无法解析后端域名。',
    why: [
      'The name server answered SERVFAIL, REFUSED or garbage.',
      '域名服务器返回 SERVFAIL、REFUSED 或无效内容。',
    ],
    remedyZh: '检查网关使用的域名服务器。',
  },
  dns_timeout: {
    titleZh: '域名服务器未及时应答。',
    why: ['The name servers, or the way to them, are down.', '域名服务器或到它们的网络不通。'],
    remedyZh: '检查网关使用的域名服务器及网络。',
  },
  backend_refused: {
    titleZh: '后端地址上没有程序接受连接。',
    why: [
      'The process is not running, listens on another port or only on 127.0.0.1, or a firewall rejects.',
      '进程没有运行、监听其他端口或仅监听 127.0.0.1，或被防火墙拒绝。',
    ],
    remedyZh: '启动后端，或更正环境中的地址和端口。',
    others: {
      publisher: [
        "Compare address and port of the stage's backend with the real ones.",
        '核对环境后端的地址和端口。',
      ],
      caller: [
        'Nothing to correct in the request: tell the contacts shown.',
        '请求无需修改，请联系所示负责人。',
      ],
    },
  },
  backend_unreachable: {
    titleZh: '没有到后端地址的路由。',
    why: [
      'A wrong address, a missing route, or a network that is down.',
      '地址错误、缺少路由或网络中断。',
    ],
    remedyZh: '检查网关与后端之间的路由和地址。',
  },
  backend_connect_timeout: {
    titleZh: '后端地址没有及时应答连接。',
    why: [
      'A firewall drops packets, the address is wrong, or the host is overloaded.',
      '防火墙丢包、地址错误或主机过载。',
    ],
    remedyZh: '检查丢包的防火墙、错误的地址或过载的主机。',
  },
  backend_connect_reset: {
    titleZh: '建立连接时被重置。',
    why: [
      'A firewall or load balancer in front of the backend reset the connection.',
      '后端前的防火墙或负载均衡重置了连接。',
    ],
    remedyZh: '查找后端前会重置连接的防火墙或负载均衡。',
  },
  no_endpoint: {
    titleZh: '该环境的后端没有任何可用地址。',
    why: ['No host is configured, or all have the weight 0.', '没有配置主机，或权重全为 0。'],
    remedyZh: '为环境后端添加权重大于 0 的主机。',
  },
  gateway_out_of_sockets: {
    titleZh: '网关的套接字或端口用尽。',
    why: [
      "The limit of open files or the range of local ports of the gateway's machine is used up.",
      '网关机器的打开文件数或本地端口范围用尽。',
    ],
    remedyZh: '调高网关机器的文件数限制或本地端口范围。',
  },
  tls_certificate_expired: {
    titleZh: '后端证书已过期。',
    why: ['The certificate was not renewed in time.', '证书未及时续期。'],
    remedyZh: '更新后端证书。',
  },
  tls_certificate_wrong_host: {
    titleZh: '后端证书属于其他名字。',
    why: [
      'The backend is called by an address or another name than the certificate holds.',
      '访问后端所用的名字不在证书中。',
    ],
    remedyZh: '使用含此名字的证书，或把 tls.serverName 设为证书中的名字。',
  },
  tls_certificate_untrusted: {
    titleZh: '后端证书的签发者不受信任。',
    why: [
      'Self-signed, an authority of its own, or a missing intermediate certificate.',
      '自签名、私有 CA，或缺少中间证书。',
    ],
    remedyZh: '发送完整证书链，或把 tls.ca 设为签发它的 CA。',
  },
  tls_plain_http: {
    titleZh: '后端配置为 https，但该端口说的是明文 HTTP。',
    why: ['The scheme or the port in the stage is wrong.', '环境里的协议或端口配置错误。'],
    remedyZh: '把主机改为 http://，或使用 https 端口。',
  },
  tls_alert: {
    titleZh: '后端拒绝了 TLS 握手。',
    why: [
      'No common version or cipher, a client certificate is wanted, or the server name is unknown there.',
      '没有共同的版本或加密套件、要求客户端证书，或不认识服务器名。',
    ],
    remedyZh: '警报给出了原因：版本、套件、客户端证书或服务器名。',
  },
  tls_closed: {
    titleZh: '后端在 TLS 握手中关闭了连接。',
    why: [
      'The port does not speak TLS, or a filter closes on the server name.',
      '该端口不支持 TLS，或有设备按服务器名过滤。',
    ],
    remedyZh: '确认该端口支持 TLS 且认识所发送的服务器名。',
  },
  tls_timeout: {
    titleZh: '后端没有及时完成 TLS 握手。',
    why: [
      'The port accepts and stays silent, or the backend is overloaded.',
      '端口接受连接后不应答，或后端过载。',
    ],
    remedyZh: '确认该端口支持 TLS，并检查后端负载。',
  },
  tls_failed: {
    titleZh: '与后端的 TLS 失败。',
    why: ["The TLS library's own words are in the evidence.", '证据中有 TLS 库的原文。'],
    remedyZh: '证据中有 TLS 库的原文，据此处理。',
  },
}
