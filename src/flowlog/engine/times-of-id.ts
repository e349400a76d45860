/** When the request of an id may have begun, the likeliest time first: our ids begin with the time in
 *  milliseconds (RFC 9562 section 5.7). A look-up then touches one file of thousands. */
export function timesOfId(requestId: string): readonly (readonly [number, number])[] {
  const [, high = '', low = ''] = /^([\da-f]{8})-([\da-f]{4})-7/.exec(requestId) ?? []
  if (high === '') return [[0, Number.MAX_SAFE_INTEGER]] // none of ours
  const ms = Number.parseInt(high + low, 16)
  return [
    [ms - nearMs, ms + nearMs],
    [ms - farMs, ms + farMs],
  ]
}

/** The id is made when the request's head is complete, its timestamp is that of the first byte. */
const nearMs = 2_000
/** A head may take 10 s to come; clocks are stepped. */
const farMs = 60_000
