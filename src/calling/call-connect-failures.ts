import { askWhetherUp, checkTls } from '../diagnosis/rules/call-failed.ts'
import type { Fault, Owner } from '../model/attribution.ts'
import { en, nothingSaid, quoted, zh, type Bilingual } from '../model/bilingual.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { Meaning } from './call-failure-words.ts'
import type { ExchangeFailure } from './exchange-seen.ts'

const notSent: Bilingual = [' Nothing was sent.', '什么都没有发出。']

const noName =
  (reason: Bilingual, step: Bilingual): Meaning =>
  (_place, _failure, { request }) => {
    const { hostname } = request.url
    return {
      key: 'call_name_unknown',
      says: [
        en`The name ${hostname} ${reason}.${notSent}`,
        zh`域名 ${hostname} ${reason}。${notSent}`,
      ],
      steps: [step],
    }
  }

const checkNameServers: Bilingual = [
  'Check the name servers of this machine (/etc/resolv.conf), and the way to them.',
  '检查本机的域名服务器（/etc/resolv.conf），以及到它们的网络。',
]

const tlsFailure =
  (reasonOf: (failure: ExchangeFailure) => Bilingual): Meaning =>
  (place, failure) => {
    const reason = reasonOf(failure)
    return {
      key: 'call_tls_failed',
      says: [
        en`The TLS handshake with ${place} failed: ${reason}.${notSent}`,
        zh`与 ${place} 的 TLS 握手失败：${reason}。${notSent}`,
      ],
      steps: [alertSteps[failure.tlsAlert] ?? checkTls],
    }
  }

const certificate =
  (reason: Bilingual, fault: Fault, owner: Owner, step: Bilingual): Meaning =>
  (place, { detail }) => {
    const more: Bilingual = detail === '' ? nothingSaid : [` (${detail})`, `（${detail}）`]
    return {
      key: 'call_certificate_refused',
      fault,
      owner,
      says: [
        en`The certificate of ${place} ${reason}${more}.${notSent}`,
        zh`${place} 的证书${reason}${more}。${notSent}`,
      ],
      steps: [
        step,
        [
          'To see the answer all the same, for a test only: --insecure.',
          '如需仍然看到应答（仅供测试）：--insecure。',
        ],
      ],
    }
  }

/** Failures of name, connection and TLS: nothing was sent. */
export const connectFailures: Partial<Record<ErrorKey, Meaning>> = {
  dns_not_found: noName(
    ['does not exist (NXDOMAIN)', '不存在（NXDOMAIN）'],
    [
      'Check the host name for a typing mistake, then the VPN and the hosts file of this machine.',
      '检查域名是否写错，再检查本机的 VPN 与 hosts 文件。',
    ],
  ),
  dns_no_address: noName(
    ['exists but has no address', '存在但没有地址'],
    ['Ask who keeps this name to add an address.', '请该域名的管理者添加地址。'],
  ),
  dns_failed: noName(
    ['could not be looked up: the name server failed', '无法解析：域名服务器出错'],
    checkNameServers,
  ),
  dns_timeout: noName(
    ['could not be looked up: no name server answered in time', '无法解析：没有域名服务器及时应答'],
    checkNameServers,
  ),
  backend_refused: (place) => ({
    key: 'call_refused',
    says: [
      en`${place} refused the connection: nothing listens there.${notSent}`,
      zh`${place} 拒绝了连接：该端口没有程序监听。${notSent}`,
    ],
    steps: [askWhetherUp],
  }),
  backend_unreachable: (place, { errno }) => {
    const more = errno === '' ? '' : ` (${errno})`
    return {
      key: 'call_unreachable',
      says: [
        en`There is no way from this machine to ${place}${more}.${notSent}`,
        zh`从本机无法到达 ${place}${more}。${notSent}`,
      ],
      steps: [
        [
          'Check the network, VPN, routes and firewall of this machine.',
          '检查本机的网络、VPN、路由与防火墙。',
        ],
      ],
    }
  },
  backend_connect_timeout: (place, { detail }) => ({
    key: 'call_connect_timeout',
    says: [
      en`${place} did not answer the connection (${detail}).${notSent}`,
      zh`${place} 没有应答连接（${detail}）。${notSent}`,
    ],
    steps: [
      [
        'Look for a firewall that drops packets or a missing VPN; then ask who runs that address.',
        '检查是否有防火墙丢弃报文，或缺少 VPN；再询问该地址的管理者。',
      ],
    ],
  }),
  backend_connect_reset: (place) => ({
    key: 'call_reset',
    fault: 'network',
    says: [
      en`The connection to ${place} was reset while it was being made.${notSent}`,
      zh`与 ${place} 建立连接时被重置。${notSent}`,
    ],
    steps: [
      [
        'Look for a firewall or load balancer on the way that resets connections.',
        '检查途中是否有防火墙或负载均衡重置连接。',
      ],
    ],
  }),
  gateway_out_of_sockets: (_place, { errno }) => ({
    key: 'call_unreachable',
    fault: 'client',
    owner: 'caller',
    says: [
      en`This machine has no free sockets or ports (${errno}).${notSent}`,
      zh`本机没有空闲的套接字或端口（${errno}）。${notSent}`,
    ],
    steps: [
      [
        'Raise the limit of open files, or end programs that hold many connections.',
        '调大打开文件数限制，或结束占用大量连接的程序。',
      ],
    ],
  }),
  tls_certificate_expired: certificate(['has expired', '已过期'], 'network', 'operator', [
    'Ask who runs that address to renew the certificate.',
    '请该地址的管理者更新证书。',
  ]),
  tls_certificate_wrong_host: certificate(
    ['is for other names', '属于其他域名'],
    'network',
    'operator',
    [
      'Call it by a name that is in the certificate, or ask who runs that address for one with this name.',
      '用证书中的域名调用，或请该地址的管理者更换含此域名的证书。',
    ],
  ),
  tls_certificate_untrusted: certificate(
    ['is signed by nobody this machine trusts', '的签发者不受本机信任'],
    'unsure',
    'caller',
    [
      'If the authority is your own, name it with --cacert FILE; else ask who runs that address to send the whole chain.',
      '如果是自有的签发机构，用 --cacert FILE 指定；否则请该地址的管理者发送完整的证书链。',
    ],
  ),
  tls_plain_http: (place, _failure, { request: { url } }) => ({
    key: 'call_tls_failed',
    fault: 'client',
    owner: 'caller',
    says: [
      en`${place} speaks plain HTTP; the call was made with https.${notSent}`,
      zh`${place} 使用明文 HTTP，而调用用了 https。${notSent}`,
    ],
    steps: [
      [
        `Call http://${url.host} or use the https port.`,
        `调用 http://${url.host}，或改用 https 端口。`,
      ],
    ],
  }),
  tls_alert: tlsFailure(({ facts: { alert } }) => [
    `the server refused it, alert ${String(alert)}`,
    `服务器拒绝，警报 ${String(alert)}`,
  ]),
  tls_closed: tlsFailure(() => ['the server closed the connection', '服务器关闭了连接']),
  tls_timeout: tlsFailure(({ detail }) => quoted(detail)),
  tls_failed: tlsFailure(({ facts, detail }) => quoted(String(facts['reason'] ?? detail))),
}

/** By the number of the alert that the server sent (RFC 8446 section 6). */
const alertSteps: Readonly<Record<string, Bilingual>> = {
  '42': [
    'The server wants another client certificate; this command sends none.',
    '服务器要求另一个客户端证书；本命令不发送证书。',
  ],
  '70': [
    'The server wants another version of TLS than 1.2 or 1.3.',
    '服务器要求 1.2 与 1.3 以外的 TLS 版本。',
  ],
  '112': [
    'The server has no certificate for this name: check the name, or ask who runs it.',
    '服务器没有该域名的证书：检查域名，或询问其管理者。',
  ],
  '116': [
    'The server wants a client certificate, which this command cannot send.',
    '服务器要求客户端证书，本命令无法发送。',
  ],
  '120': [
    'The server does not take HTTP/1.1 over TLS: it speaks only HTTP/2, which this command does not.',
    '服务器不接受 TLS 上的 HTTP/1.1：它只支持 HTTP/2，本命令不支持。',
  ],
}
