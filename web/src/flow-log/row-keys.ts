/** What the keys of the list do: where one is among the rows, and what happens to the row there. */
export type RowAct =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'only' }
  | { readonly kind: 'not' }

interface Place {
  /** -1: at none. */
  readonly at: number
  readonly count: number
}

/** Where a record is among the rows: while they are followed live, others come above it. */
export function placeOf(flows: readonly { readonly request_id: string }[], id: string): number {
  return id === '' ? -1 : flows.findIndex(({ request_id: own }) => own === id)
}

/** undefined: the key means nothing here. */
export function rowAct(key: string, { at, count }: Place): RowAct | undefined {
  if (count === 0) return undefined
  const move = moves[key]
  if (move !== undefined) {
    return { kind: 'move', to: Math.min(count - 1, Math.max(0, at + move)) }
  }
  if (key === 'Home') return { kind: 'move', to: 0 }
  if (key === 'End') return { kind: 'move', to: count - 1 }
  return at < 0 ? undefined : acts[key]
}

const page = 15

const moves: Readonly<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: page,
  PageUp: -page,
}

const acts: Readonly<Record<string, RowAct>> = {
  Enter: { kind: 'open' },
  f: { kind: 'only' },
  x: { kind: 'not' },
}

/** The next record of the same kind, in the order of the list: `step` 1 is an older one, -1 a newer one. */
export function sameKind<Flow extends { readonly key: string; readonly request_id: string }>(
  flows: readonly Flow[],
  id: string,
  step: 1 | -1,
): Flow | undefined {
  const at = placeOf(flows, id)
  const key = flows[at]?.key
  if (key === undefined) return undefined
  for (let place = at + step; place >= 0 && place < flows.length; place += step) {
    if (flows[place]?.key === key) return flows[place]
  }
  return undefined
}
