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

/** Of a list that asks for its next page itself: what failed is asked for again by whoever looks at it, or a server
 *  that refuses would be asked without end. */
export function mayAskNext(
  of: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetching' | 'isError'>,
): boolean {
  return of.hasNextPage && !of.isFetching && !of.isError
}

interface AskedPages<Data> {
  readonly data: Data
  readonly hasNextPage: boolean
  readonly isError: boolean
  readonly fetchNextPage: () => Promise<AskedPages<Data>>
}

/** Every page of a list; undefined: one could not be had. */
export async function everyPage<Data>(first: AskedPages<Data>): Promise<Data | undefined> {
  let now = first
  while (now.hasNextPage) {
    now = await now.fetchNextPage()
    if (now.isError) return undefined
  }
  return now.data
}
