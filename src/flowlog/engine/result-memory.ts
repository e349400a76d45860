/** A result of DuckDB takes 2 MB outside of V8's heap, even if it is one row of all columns, until the
 *  object that stands for it is collected. V8 does not know its size and takes its time: after a
 *  hundred look-ups by id there were 175 MB of them. */
export function afterResult(): void {
  results++
  if (results % resultsKept === 0) globalThis.gc?.({ type: 'minor' }) // 1 ms; see engine-process.ts
}

let results = 0
const resultsKept = 16
