import type { ErrorKey } from '../../model/error-table.ts'
import type { ErrorText } from './catalogue-text.ts'
import { maybeSeen, passEvidenceOn, throwAway } from './shared-advice.ts'

/** The backend answered too late, or not to the end. */
export const lateAnswerTexts = {
  backend_first_byte_timeout: {
    titleZh: '后端收下请求后没有任何应答。',
    why: [
      'Connected, request sent, then silence for timeoutMs.firstByte (30 s unless set): a slow query, a lock, an exhausted pool, or a process that hangs.',
      '已连接并发出请求，随后在 timeoutMs.firstByte（默认 30 秒）内没有任何应答：慢查询、锁、连接池耗尽或进程挂起。',
    ],
    remedyZh: '让后端更快，或调大 timeoutMs.firstByte；后端日志说明它在做什么。',
    caller: maybeSeen,
    publisher: [
      'Raise `timeoutMs.firstByte` of the resource where slow answers are meant, and release; at most 600 s in all.',
      '如确需长耗时，调大该资源的 timeoutMs.firstByte 并发布；总时长最多 600 秒。',
    ],
  },
  backend_head_timeout: {
    titleZh: '后端开始应答后在响应头中停住。',
    why: [
      'The first bytes came and then nothing: the backend waits for something inside its answer.',
      '收到开头的字节后再无内容：后端应答中途在等待某事。',
    ],
    remedyZh: '在后端日志中查看它在等待什么。',
    caller: maybeSeen,
    publisher: passEvidenceOn,
  },
  backend_send_timeout: {
    titleZh: '后端停止读取请求。',
    why: [
      'The backend is overloaded or hung, and takes no more bytes of the body.',
      '后端过载或挂起，不再接收请求体。',
    ],
    remedyZh: '查看后端负载：它不再接收数据。',
    caller: maybeSeen,
    publisher: passEvidenceOn,
  },
  backend_total_timeout: {
    titleZh: '整个交换超过总时限。',
    why: [
      'Each part was in time, but together they took longer than timeoutMs.total: a very large answer, or one that drips and never ends.',
      '每一段都没有超时，但合计超过 timeoutMs.total：应答很大，或缓慢且不结束。',
    ],
    remedyZh: '让后端更快，或调大 timeoutMs.total。',
    caller: maybeSeen,
    publisher: [
      'Raise `timeoutMs.total` for long downloads; for endless streams use a WebSocket resource.',
      '如是长时间下载，调大 timeoutMs.total；无尽的流请使用 WebSocket 资源。',
    ],
  },
  backend_body_incomplete: {
    titleZh: '后端的应答在响应体中断开。',
    why: [
      'The connection ended before the promised length or the last chunk. The status was sent already, so the caller sees it and an answer that breaks off.',
      '在声明长度或最后一个分块之前连接结束。状态码已经发出，调用方看到的是该状态码和中断的应答。',
    ],
    remedyZh: '在后端日志中查找应答时的崩溃。',
    caller: throwAway,
    publisher: passEvidenceOn,
  },
  backend_body_reset: {
    titleZh: '后端在响应体中重置了连接。',
    why: [
      'The backend crashed, or something on the way cut the connection, while the body was being sent.',
      '发送响应体时后端崩溃，或途中的设备切断了连接。',
    ],
    remedyZh: '在后端日志中查找应答时的崩溃。',
    caller: throwAway,
    publisher: passEvidenceOn,
  },
  backend_body_timeout: {
    titleZh: '后端在响应体中停止发送。',
    why: [
      'No byte for timeoutMs.idle (30 s unless set) inside the body: the backend waits for something, or forgot to end its answer.',
      '响应体中途在 timeoutMs.idle（默认 30 秒）内没有数据：后端在等待某事，或忘记结束应答。',
    ],
    remedyZh: '在后端日志中查看它在等待什么。',
    caller: throwAway,
    publisher: [
      'Raise `timeoutMs.idle` where long pauses are meant (exports, long polling).',
      '如确有长停顿（导出、长轮询），调大 timeoutMs.idle。',
    ],
  },
  backend_body_invalid: {
    titleZh: '后端的分块响应体违反 HTTP 规则。',
    why: [
      'A chunk size that is no number, a chunk that is longer than it said, or a broken trailer.',
      '分块大小不是数字、分块比声明的长，或尾部字段损坏。',
    ],
    remedyZh: '更正后端的分块编码。',
    caller: throwAway,
    publisher: passEvidenceOn,
  },
} as const satisfies Partial<Record<ErrorKey, ErrorText>>
