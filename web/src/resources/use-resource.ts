import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { askTagged, type Tagged } from '../api/ask.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import type { PartView } from './resource-answers.ts'

/** One part of the draft (`resources/get_order`, `stages/prod`), with the version that was read. */
export function usePart(
  gateway: string,
  kind: 'resources' | 'stages',
  name: string,
): UseQueryResult<Tagged<PartView>> {
  const path = gatewayPath(gateway, kind, name)
  return useQuery({
    queryKey: [path, 'part'],
    queryFn: ({ signal }) => askTagged<PartView>(path, { signal }),
  })
}
