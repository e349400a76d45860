import { en, zh } from '../../model/bilingual.ts'
import { remedyOf, titleOf } from '../catalogue/key-texts.ts'
import { fact, type RecordRule } from '../finding.ts'

/** The worker that carried the request died. What the caller saw is a closed connection. */
export const lostWorker: RecordRule = (record) => {
  if (record.error_key !== 'worker_lost') return undefined
  const title = titleOf('worker_lost')
  return {
    key: 'worker_lost',
    responder: 'none',
    certainty: 'certain',
    summary: [
      en`${title} The caller saw its connection close; whether the backend got the request is not known.`,
      zh`${title}调用方看到连接被关闭；后端是否收到请求不得而知。`,
    ],
    evidence: [
      fact('gateway', [
        'the request was still open when its worker died',
        '工作线程终止时请求尚未结束',
      ]),
    ],
    nextSteps: [
      remedyOf('worker_lost'),
      ['Repeat the request only if doing it twice does no harm.', '仅当重复执行没有危害时才重试。'],
    ],
  }
}
