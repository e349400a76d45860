/** How long to wait before starting something again that failed so many times in a row: 100 ms,
 *  doubling, at most 30 s. Short enough not to be noticed once, long enough not to burn a core. */
export function retryDelayMs(failuresInRow: number): number {
  return Math.min(100 * 2 ** Math.max(0, failuresInRow - 1), 30_000)
}
