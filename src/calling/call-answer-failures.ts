import { ms } from '../diagnosis/attempt-evidence.ts'
import { askForCrash } from '../diagnosis/rules/call-failed.ts'
import { en, nothingSaid, zh, type Bilingual } from '../model/bilingual.ts'
import type { ErrorKey } from '../model/error-table.ts'
import { bodySeen, timeOf, type Meaning } from './call-failure-words.ts'

const cut =
  (what: Bilingual): Meaning =>
  (place, _failure, seen) => {
    const { host } = seen.request.url
    const body = bodySeen(seen)
    const came: Bilingual = seen.answer === undefined ? nothingSaid : [en`: ${body}`, zh`：${body}`]
    return {
      key: 'answer_cut',
      says: [en`${place} ${what}${came}.`, zh`${place} ${what}${came}。`],
      steps: [
        [
          `Repeat the call. If it breaks off again, ask who runs ${host} to look for a crash at ${timeOf(seen)}.`,
          `重试。如果再次中断，请 ${host} 的管理者查看 ${timeOf(seen)} 是否有崩溃。`,
        ],
      ],
    }
  }

const broken =
  (key: ErrorKey, what: Bilingual): Meaning =>
  (place, { facts }, { answer }) => {
    const rule = String(facts['reason'] ?? '')
    const broke: Bilingual = rule === '' ? nothingSaid : [`: ${rule}`, `：${rule}`]
    const status: Bilingual =
      answer === undefined
        ? nothingSaid
        : [
            ` A lenient reader sees status ${answer.status}.`,
            `宽松的读取方会看到状态码 ${answer.status}。`,
          ]
    return {
      key,
      responder: 'backend',
      fault: 'service',
      owner: 'backend',
      says: [en`${place} ${what}${broke}.${status}`, zh`${place} ${what}${broke}。${status}`],
      steps: [
        [
          'Let its owner correct the answer: strict clients and every gateway refuse it with 502.',
          '请其负责人修正应答：严格的客户端和所有网关都会以 502 拒绝它。',
        ],
      ],
    }
  }

/** Failures after the connection was made: no answer, a part of one, or none that HTTP allows. */
export const answerFailures: Partial<Record<ErrorKey, Meaning>> = {
  backend_closed_early: (place, _failure, { times }) => ({
    key: 'call_empty_reply',
    says: [
      `${place} took the request and closed the connection without a byte of answer, after ${ms(times.endMs)}.`,
      `${place} 收下了请求，${ms(times.endMs)} 后关闭了连接，没有应答任何字节。`,
    ],
    steps: [askForCrash],
  }),
  backend_reset: (place, _failure, { times }) => ({
    key: 'call_reset',
    says: [
      `${place} took the request and reset the connection without a byte of answer, after ${ms(times.endMs)}.`,
      `${place} 收下了请求，${ms(times.endMs)} 后重置了连接，没有应答任何字节。`,
    ],
    steps: [
      [
        'Repeat once. If it persists, ask who runs that address to look for a crash at this time.',
        '重试一次。如果仍然如此，请该地址的管理者查看此时是否有崩溃。',
      ],
      [
        'If there was none, look for a firewall or load balancer on the way that resets connections.',
        '如果没有崩溃，检查途中是否有防火墙或负载均衡重置连接。',
      ],
    ],
  }),
  backend_reset_sending: (place) => ({
    key: 'call_reset',
    says: [
      `${place} reset the connection while the request was being sent.`,
      `${place} 在请求发送过程中重置了连接。`,
    ],
    steps: [
      [
        'Ask who runs that address about a limit of uploads, or a crash at this time.',
        '询问该地址的管理者是否有上传限制，或此时是否有崩溃。',
      ],
    ],
  }),
  backend_head_incomplete: cut(['broke off its answer inside the header', '的应答在响应头中中断']),
  backend_body_incomplete: cut(['closed the connection inside the body', '在响应体中关闭了连接']),
  backend_body_reset: cut(['reset the connection inside the body', '在响应体中重置了连接']),
  backend_body_invalid: broken('backend_body_invalid', [
    'sent a broken chunked body',
    '发送了错误的 chunked 响应体',
  ]),
  backend_invalid_head: broken('backend_invalid_head', [
    'sent a header that breaks the rules of HTTP',
    '发送了违反 HTTP 规则的响应头',
  ]),
  backend_head_too_large: broken('backend_head_too_large', [
    'sent too large a header',
    '发送了过大的响应头',
  ]),
  backend_not_http: (place, { firstBytes }) => ({
    key: 'backend_not_http',
    responder: 'backend',
    fault: 'client',
    owner: 'caller',
    says: [
      `What listens at ${place} does not speak HTTP; it said: ${firstBytes}`,
      `${place} 的程序不使用 HTTP；它发来：${firstBytes}`,
    ],
    steps: [
      [
        'Check the port: another program than expected listens there.',
        '检查端口：监听的是另一个程序。',
      ],
    ],
  }),
  backend_speaks_tls: (place, _failure, { request: { url } }) => ({
    key: 'backend_speaks_tls',
    responder: 'backend',
    fault: 'client',
    owner: 'caller',
    says: [
      `${place} speaks TLS; the call was made with http.`,
      `${place} 使用 TLS，而调用用了 http。`,
    ],
    steps: [
      [
        `Call https://${url.host} or use the http port.`,
        `调用 https://${url.host}，或改用 http 端口。`,
      ],
    ],
  }),
  backend_speaks_http2: (place) => ({
    key: 'backend_speaks_http2',
    responder: 'backend',
    fault: 'service',
    owner: 'backend',
    says: [
      `${place} speaks only HTTP/2; this command and most gateways speak HTTP/1.1.`,
      `${place} 只支持 HTTP/2；本命令和多数网关使用 HTTP/1.1。`,
    ],
    steps: [
      [
        'Try `curl --http2-prior-knowledge`, or let the server speak HTTP/1.1 on this port.',
        '用 `curl --http2-prior-knowledge` 试试，或让服务器在此端口支持 HTTP/1.1。',
      ],
    ],
  }),
}
