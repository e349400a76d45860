import type { responseErrors } from '../../model/errors/response-errors.ts'
import type { ErrorText } from './catalogue-text.ts'
import type { lateAnswerTexts } from './late-answer-texts.ts'
import { compareAddress, maybeSeen, passEvidenceOn } from './shared-advice.ts'

/** The backend was connected and gave no valid answer. */
export const answerTexts: Readonly<
  Record<Exclude<keyof typeof responseErrors, keyof typeof lateAnswerTexts>, ErrorText>
> = {
  backend_closed_early: {
    titleZh: '后端没有返回任何字节就关闭了连接。',
    why: [
      'A crash, a worker process that was killed (by its own time limit, or for memory), or https spoken to a port that wants something else.',
      '后端崩溃、工作进程被杀（自身超时或内存不足），或该端口要的是别的协议。',
    ],
    remedyZh: '在后端日志中查找此刻的崩溃或被杀的工作进程。',
    caller: maybeSeen,
    publisher: passEvidenceOn,
  },
  backend_reset: {
    titleZh: '后端没有返回任何字节就重置了连接。',
    why: [
      'A crash, a program that closes with unread data, or a firewall that cut the connection after a while.',
      '后端崩溃、程序在数据未读完时关闭，或防火墙在一段时间后切断连接。',
    ],
    remedyZh: '在后端日志中查找崩溃，或检查切断连接的防火墙。',
    caller: maybeSeen,
    publisher: passEvidenceOn,
  },
  backend_reset_sending: {
    titleZh: '发送请求时后端重置了连接。',
    why: [
      'The backend did not want the whole upload (a limit, a login) and cut it off instead of answering, or crashed.',
      '后端不接受整个上传（大小限制、未登录）而直接断开，没有应答；或后端崩溃。',
    ],
    remedyZh: '在后端日志中查找被拒绝的上传或崩溃。',
    caller: [
      'Try a smaller body: it tells whether the size is the reason. The backend may have acted on a part.',
      '用较小的请求体试一次，可判断是否因大小被拒。后端可能已处理了一部分。',
    ],
    publisher: [
      "Set the resource's `bodyLimitBytes` to the backend's own limit: callers then get a clear 413.",
      '把资源的 bodyLimitBytes 设为后端自身的限制，调用方即可得到明确的 413。',
    ],
  },
  keepalive_race: {
    titleZh: '保持的连接在再次使用的瞬间被后端关闭。',
    why: [
      "The backend closed an idle connection just when a request left on it: its keep-alive timeout is shorter than the gateway's 4 s, and the request was not safe to repeat.",
      '请求发出的瞬间后端关闭了空闲连接：它的 keep-alive 时间短于网关的 4 秒，而该请求不能安全重试。',
    ],
    remedyZh: '把后端 keep-alive 超时调到 5 秒以上，或让它声明超时（Keep-Alive: timeout=N）。',
    caller: [
      'Nothing in the request is wrong. It almost certainly was not carried out; repeat it where doing it twice does no harm.',
      '请求本身没有问题，几乎可以肯定没有被执行；在重复执行无害时重试。',
    ],
  },
  backend_head_incomplete: {
    titleZh: '后端的应答在响应头中断开。',
    why: [
      'The backend crashed, or was stopped, while it was writing its answer.',
      '后端在写应答的过程中崩溃或被停止。',
    ],
    remedyZh: '在后端日志中查找应答时的崩溃。',
    caller: maybeSeen,
    publisher: passEvidenceOn,
  },
  backend_not_http: {
    titleZh: '后端地址上的程序不是 HTTP 服务。',
    why: [
      'A wrong port: SSH, a mail server, a database or a protocol of its own listens there. The first bytes are in the evidence.',
      '端口写错：那里是 SSH、邮件服务器、数据库或自有协议。证据中有收到的前几个字节。',
    ],
    remedyZh: '检查环境中后端服务的端口；证据中有收到的前几个字节。',
    caller: maybeSeen,
    publisher: compareAddress,
  },
  backend_speaks_tls: {
    titleZh: '后端配置为 http，但该端口说的是 TLS。',
    why: [
      'The scheme in the stage is wrong: the backend answered the plain request with a TLS record.',
      '环境里的协议配置错误：后端用 TLS 记录回应了明文请求。',
    ],
    remedyZh: '把主机改为 https://，或使用 http 端口。',
    caller: [
      'No request can succeed until the address is corrected: tell the maintainers of the gateway.',
      '地址更正之前任何请求都无法成功：请通知网关维护人。',
    ],
  },
  backend_speaks_http2: {
    titleZh: '后端用 HTTP/2 应答了 HTTP/1.1 请求。',
    why: [
      'A gRPC or h2c port. The gateway speaks HTTP/1.1 to backends.',
      '这是 gRPC 或 h2c 端口。网关对后端使用 HTTP/1.1。',
    ],
    remedyZh: '让后端在该端口支持 HTTP/1.1。',
    caller: maybeSeen,
    publisher: compareAddress,
  },
  backend_invalid_head: {
    titleZh: '后端的响应头违反 HTTP 规则。',
    why: [
      'Two lengths that differ, a length together with chunks, a field name with a space, control characters: what two programs could read differently is not passed on.',
      '两个不同的长度、同时有长度和分块、字段名含空格、控制字符等：可能被两个程序读出不同含义的应答不会转发。',
    ],
    remedyZh: '更正证据中指出的响应头。',
    caller: maybeSeen,
    publisher: passEvidenceOn,
  },
  backend_head_too_large: {
    titleZh: '后端的响应头超过允许大小。',
    why: [
      'More than 64 KiB or 200 fields, mostly cookies that are set again and again.',
      '超过 64 KiB 或 200 个字段，多为反复设置的 Cookie。',
    ],
    remedyZh: '减少或缩短响应头。',
    caller: [
      'Sending without cookies may help: many services answer each of them.',
      '不带 Cookie 再试一次可能有效：许多服务会逐个回写 Cookie。',
    ],
    publisher: passEvidenceOn,
  },
  backend_upgrade_failed: {
    titleZh: '后端切换到了没有人要求的协议。',
    why: [
      'An answer 101 where no upgrade was asked for, or to another protocol than the one asked for.',
      '没有请求升级却返回 101，或升级到了其他协议。',
    ],
    remedyZh: '检查后端的协议升级处理。',
    caller: maybeSeen,
    publisher: [
      'For WebSockets: the resource needs `websocket: true`.',
      '如是 WebSocket：资源需要设置 websocket: true。',
    ],
  },
}
