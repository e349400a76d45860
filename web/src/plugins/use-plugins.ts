import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { languageNow } from '../texts/language.ts'
import type { Plugin } from './plugin-answers.ts'

/** Every plugin, with titles and help of its options in the language of the page. */
export function usePlugins(): UseQueryResult<readonly Plugin[]> {
  const lang = languageNow()
  return useQuery({
    queryKey: ['/plugins', lang],
    queryFn: async ({ signal }) => {
      const { items } = await ask<{ readonly items: readonly Plugin[] }>('/plugins', {
        query: { lang },
        signal,
      })
      return items
    },
    staleTime: 600_000, // they change with the version of the server
  })
}
