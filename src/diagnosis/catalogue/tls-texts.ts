import type { tlsErrors } from '../../model/errors/tls-errors.ts'
import type { Bilingual } from '../../model/bilingual.ts'
import type { ErrorText } from './catalogue-text.ts'
import { compareAddress, unseenSoRepeat } from './shared-advice.ts'

const untilRenewed: Bilingual = [
  'For a backend of your own and until it is repaired, `tls: {verify: false}` lets calls pass unprotected; say so to its owners.',
  '如是自己的后端，修复之前可用 tls: {verify: false} 放行，但连接不再受保护；请告知后端负责人。',
]

/** The TCP connection stood, TLS to the backend did not. */
export const tlsTexts: Readonly<Record<keyof typeof tlsErrors, ErrorText>> = {
  tls_certificate_expired: {
    titleZh: '后端证书已过期。',
    why: [
      'The certificate, or another one of its chain, was not renewed in time, or was renewed and the server not restarted. The evidence holds its dates.',
      '证书或其证书链中的某一张未及时续期，或已续期但服务没有重新加载。证据中有起止日期。',
    ],
    remedyZh: '更新后端证书。',
    caller: unseenSoRepeat,
    publisher: untilRenewed,
    operator: [
      "Check the clock of the gateway's machine if several backends fail at once: `faultline doctor`.",
      '如多个后端同时出现，检查网关机器的时钟：faultline doctor。',
    ],
  },
  tls_certificate_wrong_host: {
    titleZh: '后端证书属于其他名字。',
    why: [
      'The backend is called by an address, or by another name than the certificate holds; or a default site showed its own.',
      '访问后端用的是地址或证书之外的名字，或默认站点出示了它自己的证书。',
    ],
    remedyZh: '使用含此名字的证书，或把 tls.serverName 设为证书中的名字。',
    caller: unseenSoRepeat,
    publisher: [
      "Write the certificate's name as host of the backend, or as `tls.serverName`; the evidence lists its names.",
      '把证书中的名字写作后端主机或 tls.serverName；证据列出了证书中的名字。',
    ],
  },
  tls_certificate_untrusted: {
    titleZh: '后端证书的签发者不受信任。',
    why: [
      'Self-signed, signed by an authority of the company, or sent without its intermediate certificate. Browsers often fill that gap, so it may look right there.',
      '自签名、由企业私有 CA 签发，或没有发送中间证书。浏览器常会自动补全，所以在那里看起来正常。',
    ],
    remedyZh: '发送完整证书链，或把 tls.ca 设为签发它的 CA。',
    caller: unseenSoRepeat,
    publisher: [
      'For a private authority: set `tls.ca` of the backend to its certificate (PEM) and release.',
      '如是私有 CA：把后端的 tls.ca 设为其证书（PEM）并发布。',
    ],
  },
  tls_plain_http: {
    titleZh: '后端配置为 https，但该端口说的是明文 HTTP。',
    why: [
      'The scheme or the port in the stage is wrong: what listens there answered the TLS greeting in plain text.',
      '环境里的协议或端口配置错误：那里的程序用明文回应了 TLS 握手。',
    ],
    remedyZh: '把主机改为 http://，或使用 https 端口。',
    caller: unseenSoRepeat,
    backend: [
      'Where https was promised: switch TLS on for this port.',
      '如承诺提供 https：为该端口开启 TLS。',
    ],
  },
  tls_alert: {
    titleZh: '后端拒绝了 TLS 握手。',
    why: [
      'The backend sent an alert: no common version or cipher, a client certificate is wanted, or the server name is unknown there. The message names the alert.',
      '后端发送了警报：没有共同的版本或加密套件、要求客户端证书，或不认识服务器名。消息中有警报名称。',
    ],
    remedyZh: '警报给出了原因：版本、加密套件、客户端证书或服务器名。',
    caller: unseenSoRepeat,
    publisher: [
      'For `unrecognized_name` or `handshake_failure`: set `tls.serverName` to the name that the backend expects.',
      '如警报是 unrecognized_name 或 handshake_failure：把 tls.serverName 设为后端期望的名字。',
    ],
  },
  tls_closed: {
    titleZh: '后端在 TLS 握手中关闭了连接。',
    why: [
      'The port does not speak TLS and closes on what it does not understand, or a filter on the way closes on the server name.',
      '该端口不支持 TLS，收到不认识的内容就关闭；或途中的设备按服务器名过滤。',
    ],
    remedyZh: '确认该端口支持 TLS 且认识所发送的服务器名。',
    caller: unseenSoRepeat,
    publisher: compareAddress,
  },
  tls_timeout: {
    titleZh: '后端没有及时完成 TLS 握手。',
    why: [
      'The port accepts connections and stays silent: another protocol that waits for the other side, or an overloaded backend.',
      '端口接受连接后不应答：可能是等待对方先说话的其他协议，或后端过载。',
    ],
    remedyZh: '确认该端口支持 TLS，并检查后端负载。',
    caller: unseenSoRepeat,
    publisher: compareAddress,
  },
  tls_failed: {
    titleZh: '与后端的 TLS 失败。',
    why: [
      "Something else in the handshake: a certificate that is not valid yet, or bytes that are no TLS. The TLS library's own words are in the message.",
      '握手中的其他问题：证书尚未生效，或内容不是 TLS。消息中有 TLS 库的原文。',
    ],
    remedyZh: '证据中有 TLS 库的原文，据此处理。',
    caller: unseenSoRepeat,
    publisher: compareAddress,
    operator: [
      'For "not valid yet": check the clock of the gateway\'s machine (`faultline doctor`).',
      '如提示“尚未生效”：检查网关机器的时钟（faultline doctor）。',
    ],
  },
}
