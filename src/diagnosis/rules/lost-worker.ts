import { fact, type RecordRule } from '../finding.ts'
import { errorEntry } from '../../model/error-table.ts'

/** The worker that carried the request died. What the caller saw is a closed connection. */
export const lostWorker: RecordRule = (record) => {
  if (record.error_key !== 'worker_lost') return undefined
  const entry = errorEntry('worker_lost')
  return {
    key: 'worker_lost',
    responder: 'none',
    certainty: 'certain',
    summary: `${entry.summary} The caller saw its connection close; whether the backend got the request is not known.`,
    evidence: [fact('gateway', 'the request was still open when its worker died')],
    nextSteps: [entry.remedy, 'Repeat the request only if doing it twice does no harm.'],
  }
}
