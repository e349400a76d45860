import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'

/** What can be called of a gateway: its live stages, and the resources that one of them serves. */
export interface Target {
  readonly name: string
  readonly method: string
  readonly path: string
}

interface Targets {
  readonly stages: readonly string[]
  readonly resources: readonly Target[]
}

export function useTargets(gateway: string, stage: string): Targets {
  const path = `/portal/gateways/${encodeURIComponent(gateway)}`
  const found = useQuery({
    queryKey: [path, 'gateway'],
    queryFn: ({ signal }) =>
      ask<{ readonly stages: readonly { readonly name: string }[] }>(path, { signal }),
  })
  const resources = usePages<Target>(`${path}/resources`, { stage, limit: 1_000 })
  return {
    stages: (found.data?.stages ?? []).map(({ name }) => name),
    resources: resources.data ?? [],
  }
}
