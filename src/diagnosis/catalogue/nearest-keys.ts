import { catalogueKeys } from '../catalogue.ts'

/** Keys that a mistyped key may have meant, the most alike first; none where nothing is alike. */
export function nearestKeys(written: string): string[] {
  const wanted = written
    .trim()
    .toLowerCase()
    .slice(0, 64)
    .replaceAll(/[\s-]+/g, '_')
  return catalogueKeys
    .map((key) => ({ key, likeness: likenessOf(wanted, key) }))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .toSorted((one, other) => other.likeness - one.likeness)
    .slice(0, mostKeys)
    .map(({ key }) => key)
}

const mostKeys = 3
const leastLikeness = 0.45

/** Of the whole, or of one of its words: `refusd` means `backend_refused`. */
function likenessOf(wanted: string, key: string): number {
  const ofWords = key.split('_').map((word) => (word.length < 4 ? 0 : shared(wanted, word)))
  return Math.max(shared(wanted, key), 0.9 * Math.max(...ofWords))
}

/** Sørensen–Dice on pairs of letters: it forgives swaps, and words in another order. */
function shared(one: string, other: string): number {
  const pairs = pairsOf(one)
  const others = pairsOf(other)
  if (pairs.size + others.size === 0) return 0
  const both = [...pairs].filter((pair) => others.has(pair)).length
  return (2 * both) / (pairs.size + others.size)
}

function pairsOf(word: string): Set<string> {
  return new Set(
    Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2)),
  )
}
