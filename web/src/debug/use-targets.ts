import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'

/** What can be called of a gateway: its live stages, and the resources that the chosen one serves, or the first where
 *  none is chosen ('': it has none). */
export interface Target {
  readonly name: string
  readonly method: string
  readonly path: string
}

interface Targets {
  readonly stages: readonly string[]
  readonly stage: string
  readonly resources: readonly Target[]
}

export function useTargets(gateway: string, chosen: string): Targets {
  const path = `/portal/gateways/${encodeURIComponent(gateway)}`
  const found = useQuery({
    queryKey: [path, 'gateway'],
    queryFn: ({ signal }) =>
      ask<{ readonly stages: readonly { readonly name: string }[] }>(path, { signal }),
  })
  const stages = (found.data?.stages ?? []).map(({ name }) => name)
  const stage = chosen === '' ? (stages[0] ?? '') : chosen
  const list = `${path}/resources`
  const resources = usePages<Target>(list, { stage, limit: 1_000 }, { isWanted: stage !== '' })
  return {
    stages,
    stage,
    resources: resources.data ?? [],
  }
}
