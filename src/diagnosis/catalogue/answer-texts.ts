import type { responseErrors } from '../../model/errors/response-errors.ts'
import type { ErrorText } from './catalogue-text.ts'

const logZh = '在后端日志中查找此刻的崩溃。'

/** The backend was connected and gave no complete, valid answer. */
export const answerTexts: Readonly<Record<keyof typeof responseErrors, ErrorText>> = {
  backend_closed_early: {
    titleZh: '后端没有返回任何字节就关闭了连接。',
    why: [
      'A crash, a worker that was killed (by its own timeout, or memory), or https spoken by the backend.',
      '后端崩溃、工作进程被杀（自身超时或内存），或后端其实只支持 https。',
    ],
    remedyZh: '在后端日志中查找此刻的崩溃或被杀的进程。',
  },
  backend_reset: {
    titleZh: '后端没有返回任何字节就重置了连接。',
    why: ['A crash, or a firewall that cut the connection.', '后端崩溃，或防火墙切断连接。'],
    remedyZh: '在后端日志中查找崩溃，或检查切断连接的防火墙。',
  },
  backend_reset_sending: {
    titleZh: '发送请求时后端重置了连接。',
    why: [
      'The backend refused the upload without answering, or crashed.',
      '后端未应答就拒绝上传，或崩溃。',
    ],
    remedyZh: '在后端日志中查找被拒绝的上传或崩溃。',
  },
  keepalive_race: {
    titleZh: '保持的连接在再次使用的瞬间被后端关闭。',
    why: [
      "The backend's keep-alive timeout is shorter than the gateway's, and the request was not safe to repeat.",
      '后端的 keep-alive 时间比网关短，且该请求不能安全重试。',
    ],
    remedyZh: '把后端 keep-alive 超时调到 5 秒以上，或让它声明超时。',
  },
  backend_head_incomplete: {
    titleZh: '后端的应答在响应头中断开。',
    why: ['The backend crashed while it was answering.', '后端应答过程中崩溃。'],
    remedyZh: logZh,
  },
  backend_not_http: {
    titleZh: '后端地址上的程序不是 HTTP 服务。',
    why: [
      'A wrong port: SSH, a database or another protocol listens there.',
      '端口写错：那里是 SSH、数据库或其他协议。',
    ],
    remedyZh: '检查环境后端的端口；证据中有收到的前几个字节。',
  },
  backend_speaks_tls: {
    titleZh: '后端配置为 http，但该端口说的是 TLS。',
    why: ['The scheme in the stage is wrong.', '环境里的协议配置错误。'],
    remedyZh: '把主机改为 https://，或使用 http 端口。',
  },
  backend_speaks_http2: {
    titleZh: '后端用 HTTP/2 应答了 HTTP/1.1 请求。',
    why: ['A gRPC or h2c port.', '这是 gRPC 或 h2c 端口。'],
    remedyZh: '让后端在该端口支持 HTTP/1.1。',
  },
  backend_invalid_head: {
    titleZh: '后端的响应头违反 HTTP 规则。',
    why: [
      'Two lengths that differ, a header name with a space, control characters.',
      '两个不同的长度、字段名含空格、控制字符等。',
    ],
    remedyZh: '更正证据中指出的响应头。',
  },
  backend_head_too_large: {
    titleZh: '后端的响应头超过允许大小。',
    why: [
      'More than 64 KiB or 200 fields, mostly cookies.',
      '超过 64 KiB 或 200 个字段，多为 Cookie。',
    ],
    remedyZh: '减少或缩短响应头。',
  },
  backend_upgrade_failed: {
    titleZh: '后端切换到了没有人要求的协议。',
    why: [
      'An answer 101 without, or to another, upgrade request.',
      '在没有请求升级时返回 101，或升级到其他协议。',
    ],
    remedyZh: '检查后端的协议升级处理。',
  },
  backend_first_byte_timeout: {
    titleZh: '后端收下请求后没有任何应答。',
    why: [
      'A slow query, a lock, an exhausted pool, or a hung process.',
      '慢查询、锁、连接池耗尽或进程挂起。',
    ],
    remedyZh: '让后端更快，或调大 timeoutMs.firstByte；后端日志说明它在做什么。',
    others: {
      publisher: [
        'Raise timeoutMs.firstByte of the resource where slow answers are meant.',
        '如确需长耗时，调大该资源的 timeoutMs.firstByte。',
      ],
    },
  },
  backend_head_timeout: {
    titleZh: '后端开始应答后在响应头中停住。',
    why: ['The backend waits for something inside its answer.', '后端应答中途在等待某事。'],
    remedyZh: '在后端日志中查看它在等待什么。',
  },
  backend_send_timeout: {
    titleZh: '后端停止读取请求。',
    why: [
      'The backend is overloaded or hung and accepts no more bytes.',
      '后端过载或挂起，不再接收数据。',
    ],
    remedyZh: '查看后端负载。',
  },
  backend_total_timeout: {
    titleZh: '整个交换超过总时限。',
    why: ['An answer that drips on and never ends.', '应答持续缓慢且不结束。'],
    remedyZh: '让后端更快，或调大 timeoutMs.total。',
  },
  backend_body_incomplete: {
    titleZh: '后端的应答在响应体中断开。',
    why: [
      'The connection ended before the promised length or the last chunk. What the caller has is not complete.',
      '在声明长度或最后一个分块之前连接结束，调用方收到的内容不完整。',
    ],
    remedyZh: '在后端日志中查找应答时的崩溃。',
  },
  backend_body_reset: {
    titleZh: '后端在响应体中重置了连接。',
    why: ['The backend crashed while it was answering.', '后端应答过程中崩溃。'],
    remedyZh: '在后端日志中查找应答时的崩溃。',
  },
  backend_body_timeout: {
    titleZh: '后端在响应体中停止发送。',
    why: ['The backend waits for something inside its answer.', '后端应答中途在等待某事。'],
    remedyZh: '在后端日志中查看它在等待什么。',
  },
  backend_body_invalid: {
    titleZh: '后端的分块响应体违反 HTTP 规则。',
    why: [
      'A chunk size that is no number, or a broken trailer.',
      '分块大小不是数字，或尾部字段损坏。',
    ],
    remedyZh: '更正后端的分块编码。',
  },
}
