import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query'
import { ask } from './ask.ts'

/** A list of the management API, as far as its pages were asked for. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Cursor of the page after it; null: this is the last. */
  readonly next: string | null
}

type Filter = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** `data` is the items of all pages. `path` also names the list where it is to be read again (`useChange`).
 *  `everyMs`: it is looked at again so often, while somebody sees the page. */
export function usePages<Item>(
  path: string,
  filter: Filter = {},
  everyMs?: number,
): UseInfiniteQueryResult<readonly Item[]> {
  return useInfiniteQuery({
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }), // stops in a tab that is hidden
    queryKey: [path, filter],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Item>>(path, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next || undefined,
    select: ({ pages }: InfiniteData<Page<Item>>) => pages.flatMap(({ items }) => items),
  })
}
