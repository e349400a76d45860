/** What stands in only one of two lists, by identity, each at most once in a list. Two versions of a long list mostly differ in one
 *  place: what is the same before and behind it is passed over without being looked up. */
export interface ListDifference<Item> {
  readonly gone: readonly Item[]
  readonly come: readonly Item[]
}

export function listDifference<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
): ListDifference<Item> {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const old = before.slice(start, before.length - end)
  const now = after.slice(start, after.length - end)
  const isOld = new Set(old)
  const isNow = new Set(now)
  return {
    gone: old.filter((item) => !isNow.has(item)),
    come: now.filter((item) => !isOld.has(item)),
  }
}
