/** "did you mean": the known word closest to what was written, if it is close enough to be meant. */
export function nearestWord(written: string, known: Iterable<string>): string | undefined {
  const lower = written.toLowerCase()
  let nearest: string | undefined
  // one typing error a word, two from 6 characters on, three from 12: more is another word
  let least = lower.length < 6 ? 2 : lower.length < 12 ? 3 : 4
  for (const word of known) {
    if (Math.abs(word.length - lower.length) >= least) continue
    const distance = editDistance(lower, word.toLowerCase(), least)
    if (distance >= least) continue
    least = distance
    nearest = word
  }
  return nearest
}

/** '' where nothing is near. */
export function didYouMean(written: string, known: Iterable<string>): string {
  const word = written.length > 64 ? undefined : nearestWord(written, known)
  return word === undefined ? '' : `Did you mean "${word}"?`
}

/** Insertions, deletions, replacements and swaps of neighbours; stops where `limit` is certain, so
 *  that 10,000 unlike names take a millisecond. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row: number[] = [i]
    const from = Math.max(1, i - limit)
    const to = Math.min(b.length, i + limit)
    let least = i
    for (let j = from; j <= to; j += 1) {
      const replaced = (last[j - 1] ?? limit) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(replaced, (last[j] ?? limit) + 1, (row[j - 1] ?? limit) + 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) cost = Math.min(cost, (beforeLast[j - 2] ?? limit) + 1)
      row[j] = cost
      least = Math.min(least, cost)
    }
    if (least >= limit) return limit
    beforeLast = last
    last = row
  }
  return last[b.length] ?? limit
}
