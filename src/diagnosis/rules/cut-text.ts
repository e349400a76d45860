import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type Finding } from '../finding.ts'
import type { ReceivedResponse } from '../received-response.ts'
import type { ShortBody } from '../transcripts/short-body.ts'

/** A success whose body ends too early, and no program says why: the answer broke off, or somebody
 *  copied only its beginning. */
export function cutText({ status }: ReceivedResponse, body: ShortBody): Finding {
  const amount = amountOf(body)
  return {
    key: 'answer_cut',
    certainty: 'possible',
    summary: [
      en`The status is ${status}, but the text holds only ${amount}: the answer broke off, or the text was cut when it was copied.`,
      zh`状态码是 ${status}，但文本中只有${amount}：应答中断了，或文本在复制时被截断。`,
    ],
    evidence: [
      fact(
        'pasted',
        [en`the body ends too early: ${amount}`, zh`响应体提前结束：${amount}`],
        'medium',
      ),
    ],
    nextSteps: [
      [
        'Run the call again with `curl -sS -o /dev/null`: curl says so (error 18) where the answer itself breaks off.',
        '用 `curl -sS -o /dev/null` 重新调用：如果应答本身中断，curl 会报告（错误 18）。',
      ],
      [
        'If it does, ask the owner of the service to look for a crash at that time.',
        '如果确实中断，请服务负责人查看当时是否有崩溃。',
      ],
    ],
    wouldConfirm: [
      ['all of the output of `curl -v` for the same call', '同一调用的 `curl -v` 全部输出'],
      ['the flow record, if the request reached the gateway', '如果请求到达了网关：流水日志'],
    ],
  }
}

function amountOf({ seenBytes, promisedBytes }: ShortBody): Bilingual {
  return promisedBytes === -1
    ? ['a beginning of the body', '响应体的开头']
    : [
        `${seenBytes} of ${promisedBytes} bytes of the body`,
        `响应体的 ${seenBytes}/${promisedBytes} 字节`,
      ]
}
