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

/** How often a list is looked at again while somebody sees the page; and whether it is wanted yet. */
interface Asking {
  readonly everyMs?: number
  readonly isWanted?: boolean
}

/** `data` is the items of all pages. `path` also names the list where it is to be read again (`useChange`). */
export function usePages<Item>(
  path: string,
  filter: Filter = {},
  { everyMs, isWanted = true }: Asking = {},
): UseInfiniteQueryResult<readonly Item[]> {
  return useInfiniteQuery({
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }), // stops in a tab that is hidden
    queryKey: [path, filter],
    enabled: isWanted,
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Item>>(path, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next || undefined,
    select: ({ pages }: InfiniteData<Page<Item>>) => pages.flatMap(({ items }) => items),
  })
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
