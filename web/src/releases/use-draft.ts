import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { askTagged, type Tagged } from '../api/ask.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import type { Draft } from './draft-answers.ts'

export function useDraft(gateway: string): UseQueryResult<Tagged<Draft>> {
  const path = gatewayPath(gateway, 'draft')
  return useQuery({
    queryKey: [path, 'draft'],
    queryFn: ({ signal }) => askTagged<Draft>(path, { signal }),
  })
}
