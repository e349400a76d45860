import { fact, type Finding } from '../finding.ts'

/** A program says that it could not reach its database, cache or queue: no call over HTTP is seen. */
export function dependencyFailed(says: string): Finding {
  return {
    key: 'nothing_recognised',
    certainty: 'unknown',
    summary: [
      'The text tells of a program that could not use something it needs (a database, cache, queue or shell), not of a call over HTTP.',
      '文本说的是某个程序无法使用其依赖（数据库、缓存、队列或 shell），不是一次 HTTP 调用。',
    ],
    evidence: [fact('pasted', [`the program says: ${says}`, `该程序说：${says}`], 'medium')],
    nextSteps: [
      [
        'Ask who runs that program to look at what it connects to.',
        '请该程序的管理者检查它所连接的依赖。',
      ],
      [
        'For the call itself, run it with `curl -v` and paste all of its output.',
        '如需判断调用本身，用 `curl -v` 调用并粘贴全部输出。',
      ],
    ],
    wouldConfirm: [
      ['the answer that the caller received, with its header', '调用方收到的应答及其响应头'],
    ],
  }
}
