import { queryOptions } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'

/** Resources and gateways by words; of as many as are asked for. */
export function portalSearch<Answer>(words: string, limit: number) {
  const query = { q: words, limit }
  return queryOptions({
    queryKey: ['/portal/search', query],
    queryFn: ({ signal }) => ask<Answer>('/portal/search', { query, signal }),
  })
}
