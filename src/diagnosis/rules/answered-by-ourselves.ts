import { ms, attemptEvidence } from '../attempt-evidence.ts'
import { fact, type Finding, type RecordRule } from '../finding.ts'

/** An answer of ours that is no error: the mock plugin, or a CORS preflight. */
export const answeredByOurselves: RecordRule = (record) => {
  if (record.answered_by !== 'mock' && record.answered_by !== 'preflight') return undefined
  const isMock = record.answered_by === 'mock'
  const what = isMock ? 'the mock of this resource' : 'the CORS preflight'
  return {
    key: isMock ? 'mock_answer' : 'preflight_answer',
    certainty: 'certain',
    summary: `The gateway answered ${what} with ${record.status}; the backend was not asked.`,
    evidence: [
      fact('gateway', `${what} was answered by the gateway; no attempt at a backend was made`),
    ],
    nextSteps: isMock ? ['Remove the mock plugin from the resource to reach the backend.'] : [],
  }
}

/** An upgraded connection: one record at its end. */
export const tunnelClosed: RecordRule = (record) => {
  if (record.status !== 101 || record.answered_by !== 'backend') return undefined
  const attempt = record.attempts.at(-1)
  const endedBy = attempt?.ended_by || record.client.ended_by
  const who = endedBy === '' ? 'nobody in particular' : `the ${endedBy}`
  const bytes =
    attempt === undefined
      ? ''
      : `; ${attempt.bytes_sent} bytes to the backend, ${attempt.bytes_received} from it`
  const finding: Finding = {
    key: 'tunnel_closed',
    certainty: 'certain',
    summary: `The upgraded connection lasted ${ms(record.request_duration)} and was ended by ${who}${bytes}.`,
    evidence: [
      fact('socket', `the tunnel was ended by ${who}${bytes}`),
      ...attemptEvidence(record),
    ],
    nextSteps:
      endedBy === 'gateway'
        ? [
            'The gateway ends a tunnel that was silent for timeoutMs.tunnelIdle, or when it stops: send pings, or raise the limit.',
          ]
        : [],
  }
  return finding
}
