import type { Attempt, FlowRecord } from '../../../src/model/flow-record.ts'
import { tlsOf } from './attempt-tls.ts'

/** The last attempt, step by step: name, connection, TLS, request, answer. */
export interface NetworkStep {
  readonly name: 'dns' | 'tcp' | 'tls' | 'sent' | 'answer'
  readonly state: 'done' | 'kept' | 'failed' | 'not-reached' | 'not-needed'
  /** Of a step that was done. */
  readonly ms: number
}

/** Empty where no backend was asked. Without the step of TLS where nobody can say whether there was one. */
export function networkSteps({ attempts, backend_scheme: scheme }: FlowRecord): NetworkStep[] {
  const last = attempts.at(-1)
  if (last === undefined) return []
  const tls = tlsOf(last, scheme)
  const ends = [
    ['dns', last.dns_ms],
    ['tcp', last.connect_ms],
    ...(tls === 'unknown' ? [] : [['tls', last.tls_ms] as const]),
    ['sent', last.sent_ms],
    ['answer', last.end_ms],
  ] as const
  const isComplete = last.failure === ''
  let begunMs = 0
  let hasFailed = false
  return ends.map(([name, endMs]): NetworkStep => {
    if (name === 'tls' && tls === 'none') return { name, state: 'not-needed', ms: 0 }
    if (last.reused && isConnecting(name)) return { name, state: 'kept', ms: 0 }
    if (hasFailed) return { name, state: 'not-reached', ms: 0 }
    if (!isComplete && fails(name, last)) {
      hasFailed = true
      return { name, state: 'failed', ms: 0 }
    }
    if (endMs < 0) return { name, state: 'not-needed', ms: 0 } // a literal address has no name to ask for
    const ms = Math.max(0, endMs - begunMs)
    begunMs = Math.max(begunMs, endMs)
    return { name, state: 'done', ms }
  })
}

function isConnecting(name: NetworkStep['name']): boolean {
  return name === 'dns' || name === 'tcp' || name === 'tls'
}

/** A failure belongs to the first step that has no end; an answer that broke off has an end and is not whole. */
function fails(name: NetworkStep['name'], attempt: Attempt): boolean {
  switch (name) {
    case 'dns':
      return attempt.failure.startsWith('dns_')
    case 'tcp':
      return attempt.connect_ms < 0
    case 'tls':
      return attempt.tls_ms < 0
    case 'sent':
      return attempt.sent_ms < 0
    case 'answer':
      return true
  }
}
