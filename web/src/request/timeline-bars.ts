import type { Attempt, FlowRecord } from '../../../src/model/flow-record.ts'
import { tlsOf } from './attempt-tls.ts'

/** Where the time of a request went: the four phases one after the other, in milliseconds since its first
 *  byte, and below *forward* the steps of each attempt. */
export interface TimelineBar {
  readonly name: 'match' | 'admit' | 'forward' | 'relay' | 'dns' | 'tcp' | 'tls' | 'wait' | 'body'
  /** 0 for a phase, else the number of the attempt. */
  readonly attempt: number
  readonly fromMs: number
  readonly toMs: number
}

export function timelineOf(record: FlowRecord): TimelineBar[] {
  const { phase_ms: phases, attempts, backend_scheme: scheme } = record
  const bars: TimelineBar[] = []
  let atMs = 0
  let forwardMs = 0
  for (const name of ['match', 'admit', 'forward', 'relay'] as const) {
    const lasted = Math.max(0, phases[name])
    if (name === 'forward') forwardMs = atMs
    bars.push({ name, attempt: 0, fromMs: atMs, toMs: atMs + lasted })
    atMs += lasted
  }
  let begunMs = forwardMs // one attempt begins where the one before it ended
  for (const [index, attempt] of attempts.entries()) {
    const steps = [
      ['dns', attempt.dns_ms],
      ['tcp', attempt.connect_ms],
      ['tls', attempt.tls_ms],
      ['wait', attempt.first_byte_ms],
      [lastStep(attempt, scheme), attempt.end_ms],
    ] as const
    let lastMs = 0
    for (const [name, endMs] of steps) {
      if (endMs < 0) continue
      const from = begunMs + Math.min(lastMs, endMs)
      bars.push({ name, attempt: index + 1, fromMs: from, toMs: begunMs + endMs })
      lastMs = Math.max(lastMs, endMs)
    }
    begunMs += lastMs
  }
  return bars
}

/** In which step an attempt ended: its body, where an answer began, else what it was still waiting for. */
function lastStep(attempt: Attempt, scheme: string): TimelineBar['name'] {
  if (attempt.first_byte_ms >= 0) return 'body'
  if (attempt.failure.startsWith('dns_')) return 'dns'
  if (attempt.reused) return 'wait'
  if (attempt.connect_ms < 0) return 'tcp'
  return tlsOf(attempt, scheme) === 'used' && attempt.tls_ms < 0 ? 'tls' : 'wait'
}
