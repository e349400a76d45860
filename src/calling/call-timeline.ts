import type { ExchangeTimes } from './exchange-seen.ts'

/** How long each step of an exchange took, in ms; -1: not needed or not reached. */
export interface Timeline {
  readonly dns_ms: number
  readonly tcp_ms: number
  readonly tls_ms: number
  readonly send_ms: number
  readonly wait_ms: number
  readonly body_ms: number
  readonly total_ms: number
}

export type Phase = 'dns' | 'tcp' | 'tls' | 'send' | 'wait' | 'body'

export interface PhaseSpan {
  readonly phase: Phase
  readonly startMs: number
  readonly endMs: number
  /** It never came to its end: here the exchange failed. */
  readonly isBroken: boolean
}

export interface TimedExchange {
  readonly times: Readonly<ExchangeTimes>
  /** A name was called, no address. */
  readonly needsName: boolean
  readonly isSecure: boolean
  readonly hasFailed: boolean
}

/** The steps one after the other, up to the one that failed. `wait`: from the request sent to the first
 *  byte of the answer; `body`: from there to its end. */
export function phaseSpans(exchange: TimedExchange): readonly PhaseSpan[] {
  const { dnsMs, connectMs, tlsMs, sentMs, firstByteMs, endMs } = exchange.times
  const beganEarly = firstByteMs >= 0 && (sentMs < 0 || sentMs > firstByteMs) // before all was sent
  const marks: readonly (readonly [Phase, number])[] = [
    ...(exchange.needsName ? ([['dns', dnsMs]] as const) : []),
    ['tcp', connectMs],
    ...(exchange.isSecure ? ([['tls', tlsMs]] as const) : []),
    ['send', beganEarly ? firstByteMs : sentMs],
    ['wait', firstByteMs],
    ['body', exchange.hasFailed ? -1 : endMs],
  ]
  const spans: PhaseSpan[] = []
  let startMs = 0
  for (const [phase, mark] of marks) {
    const isBroken = mark < 0
    spans.push({ phase, startMs, endMs: isBroken ? endMs : mark, isBroken })
    if (isBroken) break
    startMs = mark
  }
  return spans
}

export function timelineOf(exchange: TimedExchange): Timeline {
  const spans = phaseSpans(exchange)
  const of = (phase: Phase): number => {
    const span = spans.find((one) => one.phase === phase)
    return span === undefined ? -1 : rounded(span.endMs - span.startMs)
  }
  return {
    dns_ms: of('dns'),
    tcp_ms: of('tcp'),
    tls_ms: of('tls'),
    send_ms: of('send'),
    wait_ms: of('wait'),
    body_ms: of('body'),
    total_ms: rounded(exchange.times.endMs),
  }
}

/** One line a step: its place and length within the whole exchange. */
export function bar({ startMs, endMs, isBroken }: PhaseSpan, totalMs: number): string {
  const scale = barColumns / Math.max(totalMs, 0.001)
  const start = Math.min(Math.floor(startMs * scale), barColumns - 1)
  const columns = Math.max(Math.round(endMs * scale) - start, 0)
  const shown = columns === 0 ? '▏' : '█'.repeat(Math.min(columns, barColumns - start))
  return `${' '.repeat(start)}${isBroken ? `${shown.slice(0, -1)}✗` : shown}`
}

export const barColumns = 36

function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
