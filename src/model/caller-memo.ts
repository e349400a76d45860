/** What was worked out for one caller and is needed on each of its requests, kept with its remembered
 *  credentials: an array access instead of a look-up among all callers
 *  (docs/decisions/caller-memo.md). It ends with the credentials: when the directory
 *  changes, with the release, by age. */
export type CallerMemo = unknown[]

let places = 0

/** One fact of a memo. Made once per module, never per resource: each takes a place in every memo. */
export class MemoKey<Value> {
  readonly #place = places++

  of(memo: CallerMemo | undefined): Value | undefined {
    return memo?.[this.#place] as Value | undefined // only `keep` puts anything there
  }

  keep(memo: CallerMemo | undefined, value: Value): void {
    if (memo === undefined) return
    while (memo.length <= this.#place) memo.push(undefined)
    memo[this.#place] = value
  }
}
