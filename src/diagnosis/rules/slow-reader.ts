import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { attemptEvidence, placeAsSubject } from '../attempt-evidence.ts'
import { remedyOf } from '../catalogue/key-texts.ts'
import { notToBeUsed } from '../catalogue/shared-advice.ts'
import { fact, type RecordRule } from '../finding.ts'

/** An answer was under way, and the caller did not take it in time. It was cut by us, and neither who wrote
 *  it nor the request is to blame. */
export const slowReader: RecordRule = (record) => {
  const {
    error_key: key,
    answered_by: by,
    error_facts: facts,
    status,
    response_size: size,
  } = record
  if (key !== 'client_stalled') return undefined
  const writer = writerOf(record)
  const wasReading = facts['limit'] === 'total'
  const what: Bilingual = wasReading
    ? [
        'the caller was still reading the answer when its whole time was over',
        '总时限到时调用方仍在读取应答',
      ]
    : ['the caller stopped reading the answer', '调用方停止读取应答']
  return {
    key,
    responder: by === 'backend' ? 'backend' : 'gateway',
    certainty: 'certain',
    summary: [
      en`${writer} answered ${status}, but ${what}: the gateway ended the connection.`,
      zh`${writer}应答了 ${status}，但${what}：网关结束了连接。`,
    ],
    evidence: [
      fact('socket', [
        en`${what}; of ${size} bytes that were written to it, the last were not taken`,
        zh`${what}；已写出 ${size} 字节，其中最后的部分没有被取走`,
      ]),
      ...attemptEvidence(record),
    ],
    nextSteps: [remedyOf(key), notToBeUsed, wasReading ? raiseTotal : checkCaller],
  }
}

function writerOf({ answered_by: by, attempts }: FlowRecord): Bilingual {
  if (by === 'backend') return placeAsSubject(attempts.at(-1))
  return by === 'mock' ? ['The mock of this resource', '该资源的 mock '] : ['The gateway', '网关']
}

const raiseTotal: Bilingual = [
  'Where answers are large or the line is slow, ask the maintainers of the gateway to raise timeoutMs.total.',
  '应答很大或线路很慢时，请网关维护人调高 timeoutMs.total。',
]
const checkCaller: Bilingual = [
  'Look for what held it: a blocked thread, a full disk, a paused terminal, or the network on its side.',
  '查看是什么使它停住：线程阻塞、磁盘已满、终端暂停，或它那一侧的网络。',
]
