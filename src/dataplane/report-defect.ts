import type { LiveExchange } from './exchange.ts'

/** What was thrown is for the operator's log alone; callers and records get the key. A defect that
 *  every request meets must not fill the log: a few are told each second, the rest are counted. */
export function reportDefect({ requestId }: LiveExchange, thrown: unknown, where = ''): void {
  const second = Math.floor(performance.now() / 1_000)
  if (second !== tellingSecond) {
    tellingSecond = second
    told = 0
  }
  if (told >= mostASecond) {
    untold++
    return
  }
  told++
  const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const others = untold === 0 ? '' : ` (and ${untold} others before it)`
  untold = 0
  process.emitWarning(`${where}request ${requestId}: ${what}${others}`, 'FaultlineDefect')
}

const mostASecond = 5
let tellingSecond = 0
let told = 0
let untold = 0
