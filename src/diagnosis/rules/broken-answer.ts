import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import { errorEntry, isErrorKey } from '../../model/error-table.ts'
import type { Attempt } from '../../model/flow-record.ts'
import { attemptEvidence, placeAsSubject, recordOfServiceFor } from '../attempt-evidence.ts'
import { remedyOf } from '../catalogue/key-texts.ts'
import { notToBeUsed } from '../catalogue/shared-advice.ts'
import { fact, type RecordRule } from '../finding.ts'

/** The backend's head had been passed on when its body broke off: the caller has part of an answer
 *  that is the backend's. Never "as is". */
export const brokenAnswer: RecordRule = (record) => {
  if (record.answered_by !== 'backend' || record.complete) return undefined
  const attempt = record.attempts.at(-1)
  const key = isErrorKey(record.error_key) ? record.error_key : 'backend_body_incomplete'
  const entry = errorEntry(key)
  const place = placeAsSubject(attempt)
  const { status } = record
  return {
    key,
    responder: 'backend',
    fault: entry.fault,
    owner: entry.owner,
    certainty: 'certain',
    summary: [
      en`${place} answered ${status}, then its answer broke off${got(attempt)}.`,
      zh`${place}应答了 ${status}，随后应答中断${got(attempt)}。`,
    ],
    evidence: [
      fact('socket', [
        `the head was passed on with status ${status}; the body did not arrive whole`,
        `响应头已转发，状态码 ${status}；响应体没有完整到达`,
      ]),
      ...attemptEvidence(record),
    ],
    nextSteps: [remedyOf(key), notToBeUsed],
    wouldConfirm: [recordOfServiceFor(record)],
  }
}

function got(attempt: Attempt | undefined): Bilingual {
  if (attempt === undefined) return nothingSaid
  const { body_received: received, body_expected: expected } = attempt
  return expected < 0
    ? [` after ${received} bytes of its body`, `（收到响应体 ${received} 字节）`]
    : [
        ` after ${received} of ${expected} bytes of its body`,
        `（收到响应体 ${received}/${expected} 字节）`,
      ]
}
