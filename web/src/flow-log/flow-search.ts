/** What the address of the flow log holds: a link to it shows the same to somebody else. */
export interface FlowSearch {
  readonly gateway: string
  readonly stage: string
  readonly query: string
  /** Such as `1h`; with `from` and `to` it is a part that was zoomed into. */
  readonly period: Period
  readonly from?: number
  readonly to?: number
  /** Followed as it happens; never together with `from` and `to`. */
  readonly live?: true
  /** Id of the request that is open beside the list. */
  readonly open?: string
}

export const periods = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
} as const
export type Period = keyof typeof periods

/** Whatever stands in the address: links may leave anything out. */
export function readFlowSearch(raw: Readonly<Record<string, unknown>>): FlowSearch {
  const { gateway, stage, query, period, from, to, live, open } = raw
  const time = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined)
  const [fromMs, toMs] = [time(from), time(to)]
  return {
    gateway: textOf(gateway),
    stage: textOf(stage),
    query: textOf(query),
    period: readPeriod(period),
    ...(fromMs === undefined ? {} : { from: fromMs }),
    ...(toMs === undefined ? {} : { to: toMs }),
    ...(live === true && fromMs === undefined && toMs === undefined ? { live } : {}),
    ...(textOf(open) === '' ? {} : { open: textOf(open) }),
  }
}

/** Another question: what was zoomed into and opened belonged to the one before. A part of the past is not followed. */
export function askedAnew(search: FlowSearch, part: Partial<FlowSearch>): FlowSearch {
  const { from: _from, to: _to, open: _open, ...rest } = search
  const { live, ...still } = { ...rest, ...part }
  return live === true && still.from === undefined ? { ...still, live } : still
}

export function readPeriod(value: unknown): Period {
  return typeof value === 'string' && Object.hasOwn(periods, value) ? (value as Period) : '1h' // it is one
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** As the API takes it. `nowMs` is the end where no part was chosen. */
export function filterOf(
  { gateway, stage, query, period, from, to }: FlowSearch,
  nowMs: number,
): Readonly<Record<string, string | number>> {
  return {
    gateway,
    stage,
    query,
    from: from ?? nowMs - periods[period],
    to: to ?? nowMs,
  }
}

/** The query with one more condition, which a person could have written. */
export function withCondition(
  query: string,
  field: string,
  value: string,
  kind: 'only' | 'not',
): string {
  const condition = `${kind === 'not' ? '-' : ''}${field}:${wordOf(value)}`
  const before = query.trim()
  if (before === '') return condition
  return `${hasAlternatives(before) ? `(${before})` : before} ${condition}`
}

/** As the query language takes it: in quotes only a quote and a backslash are special. */
function wordOf(value: string): string {
  const isPlain = /^[\w./][\w./-]*$/.test(value) && !/^(?:AND|OR|NOT)$/.test(value)
  return isPlain ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/** Whether `OR` stands in it outside of all parentheses: what follows would belong to its last part. */
function hasAlternatives(query: string): boolean {
  let bare = query.replaceAll(/"(?:[^"\\]|\\["\\]|\\(?!["\\]))*"|\\[^A-Za-z0-9]/g, '_')
  for (let before = ''; before !== bare;) {
    before = bare
    bare = bare.replaceAll(/\([^()]*\)/g, ' ')
  }
  return /(?:^|\s)OR(?:[\s(]|$)|\|\|/.test(bare)
}
