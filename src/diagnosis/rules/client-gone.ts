import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { attemptEvidence, ms, placeOf } from '../attempt-evidence.ts'
import { fact, type FoundEvidence, type RecordRule } from '../finding.ts'

/** The caller went away first. Nobody answered; where the backend was slow, it is named as the reason. */
export const clientGone: RecordRule = (record) => {
  if (!isGone(record)) return undefined
  const waitedMs = leftMs(record)
  const waited = ms(waitedMs)
  const phase = phaseOf(record, waitedMs)
  const silent = ms(phase.silenceMs)
  const reason: Bilingual =
    phase.waitedForBackend && waitedMs >= slowAfterMs
      ? [
          ` The backend had not answered for ${silent}: it is the likely reason.`,
          `后端已有 ${silent} 没有应答，这很可能是原因。`,
        ]
      : nothingSaid
  return {
    key: 'client_closed',
    responder: record.answered_by === 'backend' ? 'backend' : 'none', // part of an answer was passed on, or none
    certainty: 'certain',
    summary: [
      en`The caller closed the connection after ${waited}, ${phase.words}.${reason}`,
      zh`调用方在 ${waited} 后关闭了连接，当时${phase.words}。${reason}`,
    ],
    evidence: [
      fact('socket', [
        `the caller ended the connection ${waited} after its request began`,
        `调用方在请求开始 ${waited} 后结束了连接`,
      ]),
      ...halfClosed(record),
      ...attemptEvidence(record),
    ],
    nextSteps: [
      [
        `Raise the caller's own timeout above ${waited}, if it has one.`,
        `如果调用方设有超时，请调大到 ${waited} 以上。`,
      ],
      ...(phase.waitedForBackend ? [findOut(silent)] : []),
    ],
  }
}

function findOut(silent: string): Bilingual {
  return [
    `Find out why the backend had not answered after ${silent}.`,
    `查明后端为何在 ${silent} 后仍未应答。`,
  ]
}

function isGone(record: FlowRecord): boolean {
  if (record.error_key === 'client_closed') return true
  return record.client.ended_by === 'client' && !record.complete && record.status !== 101
}

/** Callers give up at whole seconds; below one second a person closing a page is likelier than a
 *  backend that was too slow. */
const slowAfterMs = 1_000

interface Phase {
  readonly words: Bilingual
  readonly waitedForBackend: boolean
  readonly silenceMs: number
}

/** A caller who took nothing of the answer after closing its sending side had left then already. */
function leftMs({ answered_by: by, client, request_duration: whole }: FlowRecord): number {
  return by === 'none' && client.half_closed_ms >= 0 ? client.half_closed_ms : whole
}

function phaseOf(record: FlowRecord, goneMs: number): Phase {
  const attempt = record.attempts.at(-1)
  if (attempt === undefined)
    return {
      words: ['before the gateway asked the backend', '网关还没有请求后端'],
      waitedForBackend: false,
      silenceMs: 0,
    }
  const place = placeOf(attempt)
  if (attempt.sent_ms < 0)
    return {
      words: [en`while the gateway was connecting to ${place}`, zh`网关正在连接 ${place}`],
      waitedForBackend: true,
      silenceMs: Math.max(attempt.end_ms, 0),
    }
  const { match, admit } = record.phase_ms
  const goneInAttemptMs = goneMs - match - admit
  if (attempt.first_byte_ms < 0 || attempt.first_byte_ms > goneInAttemptMs) {
    const known = attempt.end_ms >= 0 ? attempt.end_ms : record.backend_duration
    const end = Math.min(known, Math.max(goneInAttemptMs, 0))
    return {
      words: [
        en`while ${place} had the request and had not answered`,
        zh`${place} 已收到请求但尚未应答`,
      ],
      waitedForBackend: true,
      silenceMs: Math.max(end - attempt.sent_ms, 0),
    }
  }
  return {
    words: [en`while the answer of ${place} was being passed on`, zh`网关正在转发 ${place} 的应答`],
    waitedForBackend: false,
    silenceMs: 0,
  }
}

function halfClosed(record: FlowRecord): FoundEvidence[] {
  const at = record.client.half_closed_ms
  if (at < 0) return []
  return [
    fact(
      'socket',
      [
        `the caller had closed its sending side after ${ms(at)}`,
        `调用方在 ${ms(at)} 后已关闭发送方向`,
      ],
      'medium',
    ),
  ]
}
