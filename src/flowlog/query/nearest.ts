/** The candidate that takes the fewest changed letters to become; '' where none is near. */
export function nearest(word: string, candidates: readonly string[]): string {
  let best = ''
  let fewest = Math.max(2, Math.floor(word.length / 2)) + 1
  for (const candidate of candidates) {
    const changes = distance(word.slice(0, 40), candidate)
    if (changes < fewest) {
      fewest = changes
      best = candidate
    }
  }
  return best
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
