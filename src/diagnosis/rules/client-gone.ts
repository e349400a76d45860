import type { FlowRecord } from '../../model/flow-record.ts'
import { attemptEvidence, ms, placeOf } from '../attempt-evidence.ts'
import { fact, type RecordRule } from '../finding.ts'

/** The caller went away first. Nobody answered; where the backend was slow, it is named as the reason. */
export const clientGone: RecordRule = (record) => {
  if (!isGone(record)) return undefined
  const waitedMs = record.request_duration
  const phase = phaseOf(record)
  const slow = phase.waitedForBackend && waitedMs >= slowAfterMs
  const reason = slow
    ? ` The backend had not answered for ${ms(phase.silenceMs)}: it is the likely reason.`
    : ''
  return {
    key: 'client_closed',
    responder: record.answered_by === 'backend' ? 'backend' : 'none', // part of an answer was passed on, or none
    certainty: 'certain',
    summary: `The caller closed the connection after ${ms(waitedMs)}, ${phase.words}.${reason}`,
    evidence: [
      fact('socket', `the caller ended the connection ${ms(waitedMs)} after its request began`),
      ...halfClosed(record),
      ...attemptEvidence(record),
    ],
    nextSteps: [
      `Raise the caller's own timeout above ${ms(waitedMs)}, if it has one.`,
      ...(phase.waitedForBackend
        ? [`Find out why the backend had not answered after ${ms(phase.silenceMs)}.`]
        : []),
    ],
  }
}

function isGone(record: FlowRecord): boolean {
  if (record.error_key === 'client_closed') return true
  return record.client.ended_by === 'client' && !record.complete && record.status !== 101
}

/** Callers give up at whole seconds; below one second a person closing a page is likelier than a
 *  backend that was too slow. */
const slowAfterMs = 1_000

interface Phase {
  readonly words: string
  readonly waitedForBackend: boolean
  readonly silenceMs: number
}

function phaseOf(record: FlowRecord): Phase {
  const attempt = record.attempts.at(-1)
  if (attempt === undefined)
    return { words: 'before the gateway asked the backend', waitedForBackend: false, silenceMs: 0 }
  if (attempt.sent_ms < 0)
    return {
      words: `while the gateway was connecting to ${placeOf(attempt)}`,
      waitedForBackend: true,
      silenceMs: Math.max(attempt.end_ms, 0),
    }
  if (attempt.first_byte_ms < 0) {
    const end = attempt.end_ms >= 0 ? attempt.end_ms : record.backend_duration
    const silenceMs = Math.max(end - attempt.sent_ms, 0)
    return {
      words: `while ${placeOf(attempt)} had the request and had not answered`,
      waitedForBackend: true,
      silenceMs,
    }
  }
  return {
    words: `while the answer of ${placeOf(attempt)} was being passed on`,
    waitedForBackend: false,
    silenceMs: 0,
  }
}

function halfClosed(record: FlowRecord): ReturnType<typeof fact>[] {
  const at = record.client.half_closed_ms
  return at >= 0
    ? [fact('socket', `the caller had closed its sending side after ${ms(at)}`, 'medium')]
    : []
}
