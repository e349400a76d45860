import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { attemptEvidence, placeOf } from '../attempt-evidence.ts'
import { fact, type RecordRule } from '../finding.ts'

/** The backend's answer was under way, and the caller did not take it in time. Its answer is cut, by us, and
 *  neither the backend nor the request is to blame. */
export const slowReader: RecordRule = (record) => {
  const { error_key: key, answered_by: by, complete, error_facts: facts, status } = record
  if (key !== 'client_timeout' || by !== 'backend' || complete) return undefined
  const attempt = record.attempts.at(-1)
  const place: Bilingual = attempt === undefined ? ['The backend', '后端'] : placeOf(attempt)
  const sent = record.response_size
  const wasReading = /still reading/.test(String(facts['reason'] ?? ''))
  const what: Bilingual = wasReading
    ? [
        'the caller was still reading the answer when its whole time was over',
        '总时限到时调用方仍在读取应答',
      ]
    : ['the caller stopped reading the answer', '调用方停止读取应答']
  return {
    key,
    responder: 'backend',
    certainty: 'certain',
    summary: [
      en`${place} answered ${status}, but ${what}: the gateway ended the connection after ${sent} bytes.`,
      zh`${place} 应答了 ${status}，但${what}：网关在发出 ${sent} 字节后结束了连接。`,
    ],
    evidence: [
      fact('socket', [
        en`${what}; the system took ${sent} bytes for it`,
        zh`${what}；系统为其接收了 ${sent} 字节`,
      ]),
      ...attemptEvidence(record),
    ],
    nextSteps: [
      [
        'Read the answer as it comes, in the calling program: work on it afterwards, or beside it.',
        '在调用方程序中随到随读：读完再处理，或与读取并行处理。',
      ],
      wasReading ? raiseTotal : checkCaller,
    ],
  }
}

const raiseTotal: Bilingual = [
  'Where answers are large or the line is slow, ask the maintainers of the gateway to raise timeoutMs.total.',
  '应答很大或线路很慢时，请网关维护人调高 timeoutMs.total。',
]
const checkCaller: Bilingual = [
  'Look for what held it: a blocked thread, a full disk, a paused terminal, or the network on its side.',
  '查看是什么使它停住：线程阻塞、磁盘已满、终端暂停，或它那一侧的网络。',
]
