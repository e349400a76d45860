import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { askTagged, type Tagged } from '../api/ask.ts'
import type { Gateway } from './gateway-answers.ts'

/** One gateway, and the version of what is said about it. */
export function useGateway(name: string): UseQueryResult<Tagged<Gateway>> {
  const path = `/gateways/${encodeURIComponent(name)}`
  return useQuery({
    queryKey: [path, 'gateway'],
    queryFn: ({ signal }) => askTagged<Gateway>(path, { signal }),
  })
}
