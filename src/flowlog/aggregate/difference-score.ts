/** How sure it is that a value is more frequent in one group than in another, and how much: 0 where it
 *  may be chance.
 *
 *  Both shares are taken at the pessimistic ends of their Wilson intervals (E. B. Wilson, 1927,
 *  https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval), which
 *  are sound for small counts too: p, the least that the share in the selection may be, and q, the most
 *  that the share in the rest may be. The score is (p - q) * log2(p / q), the value's term of Jeffreys'
 *  divergence between the two groups (H. Jeffreys, 1946): it grows with how much of the selection the
 *  value explains and with how rare it is elsewhere, as the JLH score of Elasticsearch's
 *  significant_terms does, but is not carried away by values that the rest lacks altogether. */
export function differenceScore(
  selected: number,
  ofSelected: number,
  rest: number,
  ofRest: number,
): number {
  const least = wilson(selected, ofSelected, -1)
  const most = wilson(rest, ofRest, 1)
  return least > most && most > 0 ? (least - most) * Math.log2(least / most) : 0
}

/** Standard deviations. Hundreds of values are tried at once; at 1.96 every twentieth would pass by
 *  chance, at 3 one in 700. */
const z = 3

function wilson(count: number, total: number, side: 1 | -1): number {
  if (total === 0) return side === 1 ? 1 : 0
  const share = count / total
  const centre = share + (z * z) / (2 * total)
  const margin = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  return Math.min(1, Math.max(0, (centre + side * margin) / (1 + (z * z) / total)))
}
