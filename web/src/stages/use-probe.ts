import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import type { ProbedHost } from './probe-answers.ts'

/** The hosts of a stage, tried from the gateway's machine. */
export interface Probed {
  /** As the draft has them, or as they are served. */
  readonly of: 'draft' | 'live'
  readonly hosts: readonly ProbedHost[]
  readonly leftOut: number
  readonly atMs: number
}

interface Answer {
  /** null: the draft has problems that come first. */
  readonly hosts: readonly ProbedHost[] | null
  readonly left_out?: number
}

/** Asked for by `refetch`; the last result is kept while this page of the browser lives. */
export function useProbe(
  gateway: string,
  stage: string,
  of: 'draft' | 'live',
): UseQueryResult<Probed> {
  return useQuery({
    queryKey: ['probe', gateway, stage],
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Probed> => {
      const act = of === 'live' ? 'probe' : 'preflight'
      const path = gatewayPath(gateway, 'stages', stage, act)
      const answer = await ask<Answer>(path, { method: 'POST', signal })
      return {
        of,
        hosts: answer.hosts ?? [],
        leftOut: answer.left_out ?? 0,
        atMs: Date.now(),
      }
    },
  })
}
