import { errorEntry, isErrorKey } from '../../model/error-table.ts'
import { attemptEvidence, placeOf } from '../attempt-evidence.ts'
import { fact, type RecordRule } from '../finding.ts'

/** The backend's head had been passed on when its body broke off: the caller has part of an answer
 *  that is the backend's. Never "as is". */
export const brokenAnswer: RecordRule = (record) => {
  if (record.answered_by !== 'backend' || record.complete) return undefined
  const attempt = record.attempts.at(-1)
  const key = isErrorKey(record.error_key) ? record.error_key : 'backend_body_incomplete'
  const entry = errorEntry(key)
  const promised =
    attempt !== undefined && attempt.body_expected >= 0 ? ` of ${attempt.body_expected}` : ''
  const got =
    attempt === undefined ? '' : ` after ${attempt.body_received}${promised} bytes of its body`
  return {
    key,
    responder: 'backend',
    fault: entry.fault,
    owner: entry.owner,
    certainty: 'certain',
    summary: `${attempt === undefined ? 'The backend' : placeOf(attempt)} answered ${record.status}, then its answer broke off${got}.`,
    evidence: [
      fact(
        'socket',
        `the head was passed on with status ${record.status}; the body did not arrive whole`,
      ),
      ...attemptEvidence(record),
    ],
    nextSteps: [entry.remedy, 'The caller must not use what it received: it is not complete.'],
    wouldConfirm: [`a request record of the service for ${record.request_id}`],
  }
}
