import { crc32 } from 'node:zlib'
import { ApiProblem } from './problem.ts'

/** Where a page of a list ends, as `next` gives it and `cursor` takes it: the number or the name of its
 *  last item. `list` names what is listed; its checksum tells a cursor that was cut, made up or is of
 *  another list. */
export function cursorAfter(list: string, last: string | number): string {
  const text = `${last} ${crc32(`${list} ${last}`)}`
  return Buffer.from(text).toString('base64url')
}

export function numberAt(list: string, cursor: string | undefined): number | undefined {
  const name = nameAt(list, cursor)
  return name === undefined ? undefined : Number(name)
}

/** undefined: from the beginning. An empty one is how programs write that there was no page before. */
export function nameAt(list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === '') return undefined
  const [name = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (cursorAfter(list, name) === cursor) return name
  throw new ApiProblem(
    'invalid_parameter',
    'cursor: it is not one of this list; take `next` of the page before.',
  )
}

/** Of numbers or names. One more than the page holds was asked for, so that the last page is known as
 *  such. */
export function pageOfNumbered<Item>(
  list: string,
  found: readonly Item[],
  limit: number,
  positionOf: (item: Item) => string | number,
): { readonly items: readonly Item[]; readonly next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const isLast = found.length <= limit || last === undefined
  return { items, next: isLast ? null : cursorAfter(list, positionOf(last)) }
}
