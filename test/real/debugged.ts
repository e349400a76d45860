/** The answer of a debug call, as far as tests look at it (docs/reference/online-debugging.md). */
import { definitionOf } from '../definitions.ts'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import type { Verdict } from '../../src/model/verdict.ts'

interface Hop {
  readonly request: string
  readonly status: number
  readonly verdict: Verdict
  readonly notes: readonly string[]
  readonly headers: readonly (readonly [string, string])[]
  readonly request_headers: readonly (readonly [string, string])[]
  readonly timeline: Readonly<Record<string, number>>
  readonly body: { readonly text: string } | null
  readonly record: FlowRecord | null
}

export interface Debugged {
  readonly id: string
  readonly key: string
  readonly leftOut: readonly string[]
  readonly request: object
  readonly verdict: Verdict
  readonly hops: readonly Hop[]
  readonly curl: string
}

/** A gateway whose mock sends callers to an address, which is also one of its hosts. */
export function redirectTo(target: string): object {
  return definitionOf({
    name: 'trap',
    backends: { default: new URL(target).origin },
    resources: [
      {
        name: 'trap',
        path: '/',
        plugins: [
          {
            type: 'mock',
            config: { response_status: 302, response_headers: { Location: target } },
          },
        ],
      },
    ],
  })
}
