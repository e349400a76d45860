import { crc32 } from 'node:zlib'
import { ApiProblem } from './problem.ts'

/** Where a page of a numbered list ends, as `next` gives it and `cursor` takes it. `list` names what is
 *  listed; its checksum tells a cursor that was cut, made up or is of another list. */
export function cursorAfter(list: string, number: number): string {
  const text = `${number} ${crc32(`${list} ${number}`)}`
  return Buffer.from(text).toString('base64url')
}

/** undefined: from the beginning. An empty one is how programs write that there was no page before. */
export function numberAt(list: string, cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === '') return undefined
  const number = Number.parseInt(Buffer.from(cursor, 'base64url').toString(), 10)
  if (cursorAfter(list, number) === cursor) return number
  throw new ApiProblem(
    'invalid_parameter',
    'cursor: it is not one of this list; take `next` of the page before.',
  )
}

/** One more than the page holds was asked for, so that the last page is known as such. */
export function pageOfNumbered<Item>(
  list: string,
  found: readonly Item[],
  limit: number,
  numberOf: (item: Item) => number,
): { readonly items: readonly Item[]; readonly next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const isLast = found.length <= limit || last === undefined
  return { items, next: isLast ? null : cursorAfter(list, numberOf(last)) }
}
