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

type Pages = Pick<
  UseInfiniteQueryResult,
  'hasNextPage' | 'isFetching' | 'isFetchNextPageError' | 'fetchNextPage'
>

/** Scrolling asks for the next page. One that failed is asked for again only by a person: a server that fails would
 *  be asked without end. */
export function askFurther({
  hasNextPage,
  isFetching,
  isFetchNextPageError,
  fetchNextPage,
}: Pages): void {
  if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
}

/** A query once all of its pages are there; undefined where one of them did not come. */
export async function withAllPages<Found extends Omit<Pages, 'isFetching' | 'fetchNextPage'>>(
  found: Found & { readonly fetchNextPage: () => Promise<Found> },
): Promise<Found | undefined> {
  let now: Found = found
  while (now.hasNextPage) {
    now = await found.fetchNextPage()
    if (now.isFetchNextPageError) return undefined
  }
  return now
}

export interface MayBeAskedAgain {
  readonly refetch: () => unknown
  /** Of a list by pages. */
  readonly isFetchNextPageError?: boolean
  readonly fetchNextPage?: () => unknown
}

/** "Try again" asks for what failed: of a list whose next page did not come, for that page. */
export function againOf(of: MayBeAskedAgain): () => unknown {
  return of.isFetchNextPageError === true && of.fetchNextPage !== undefined
    ? () => of.fetchNextPage?.()
    : () => of.refetch()
}

type Filter = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** `data` is the items of all pages. `path` also names the list where it is to be read again (`useChange`). It is
 *  asked for once it `isWanted`. */
export function usePages<Item>(
  path: string,
  filter: Filter = {},
  isWanted = true,
): UseInfiniteQueryResult<readonly Item[]> {
  return useInfiniteQuery({
    queryKey: [path, filter],
    enabled: isWanted,
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Item>>(path, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next || undefined,
    select: ({ pages }: InfiniteData<Page<Item>>) => pages.flatMap(({ items }) => items),
  })
}
