/** Chinese is written without spaces, and what people type is seldom in a text as it is: 证书过期 for
 *  证书已过期. Pairs of neighbouring characters that a text has tell how near it is. */
export interface PairScorer {
  /** Of the pairs, how many a text has, 0 to 1. A pair across the border of two words is in no text. */
  share(text: string): number
  /** The same, with pairs that few texts have counting more: for the order. */
  weight(text: string): number
}

/** Undefined where the words are not Chinese. `texts`: all that could be found. */
export function pairScorer(words: string, texts: readonly string[]): PairScorer | undefined {
  const pairs = pairsOf(words)
  if (pairs.length === 0) return undefined
  const rarity = new Map(pairs.map((pair) => [pair, rarityOf(pair, texts)]))
  const had = (text: string): string[] => pairs.filter((pair) => text.includes(pair))
  return {
    share: (text) => had(text).length / pairs.length,
    weight: (text) => had(text).reduce((sum, pair) => sum + (rarity.get(pair) ?? 0), 0),
  }
}

function rarityOf(pair: string, texts: readonly string[]): number {
  const holding = texts.filter((text) => text.includes(pair)).length
  return Math.log((texts.length + 1) / (holding + 1))
}

function pairsOf(words: string): string[] {
  const runs = words.match(/\p{Script=Han}{2,40}/gu) ?? []
  return runs.flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, place) => run.slice(place, place + 2)),
  )
}
