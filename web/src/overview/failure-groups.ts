import { useQueries } from '@tanstack/react-query'
import type { Fault, Owner } from '../../../src/model/attribution.ts'
import { ask } from '../api/ask.ts'

/** `GET /flow-records/failures`: what fails, where, since when. */
export interface FailureGroup {
  readonly gateway: string
  readonly stage: string
  readonly key: string
  readonly responder: string
  readonly fault: Fault
  readonly owner: Owner
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  readonly requestId: string
}

export interface Failures {
  readonly groups: readonly FailureGroup[]
  readonly others: { readonly groups: number; readonly count: number }
}

export interface StageRelease {
  readonly gateway: string
  readonly stage: string
  readonly number: number
  readonly madeAtMs: number
}

/** The newest releases of the stages that fail, within the time. Who may not view a gateway gets none of it. */
export function useReleases(
  groups: readonly Pick<FailureGroup, 'gateway' | 'stage'>[],
  time: { readonly from: number; readonly to: number },
): readonly StageRelease[] {
  const stages = [...new Set(groups.map(({ gateway, stage }) => `${gateway}/${stage}`))]
  return useQueries({
    queries: stages.map((name) => {
      const [gateway = '', stage = ''] = name.split('/')
      return {
        queryKey: ['stage-releases', gateway, stage],
        queryFn: () => releasesOf(gateway, stage),
        enabled: gateway !== '' && stage !== '',
        retry: false,
      }
    }),
    combine: (found) =>
      found
        .flatMap(({ data = [] }) => data)
        .filter(({ madeAtMs }) => madeAtMs >= time.from && madeAtMs < time.to),
  })
}

async function releasesOf(gateway: string, stage: string): Promise<readonly StageRelease[]> {
  const path = `/gateways/${encodeURIComponent(gateway)}/stages/${encodeURIComponent(stage)}/releases`
  const { items } = await ask<{
    readonly items: readonly { readonly number: number; readonly madeAt: string }[]
  }>(path, { query: { limit: 20 } })
  return items.map(({ number, madeAt }) => ({
    gateway,
    stage,
    number,
    madeAtMs: Date.parse(madeAt),
  }))
}

/** The release of the same stage after which the first of a group was seen, where that was soon after. It says what
 *  came after what, not why. After the first release all is new, so that one is not told. */
export function releaseBefore(
  { gateway, stage, firstAt }: FailureGroup,
  releases: readonly StageRelease[],
): { readonly number: number; readonly minutes: number } | undefined {
  const last = releases
    .filter((one) => one.gateway === gateway && one.stage === stage && one.madeAtMs <= firstAt)
    .toSorted((a, b) => b.madeAtMs - a.madeAtMs)[0]
  if (last === undefined || last.number === 1 || firstAt - last.madeAtMs > soonMs) return undefined
  return { number: last.number, minutes: Math.round((firstAt - last.madeAtMs) / 60_000) }
}

const soonMs = 15 * 60_000
