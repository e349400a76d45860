import { setTimeout as wait } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import { CommandFailure } from './command-failure.ts'
import { flowTable, type ListedFlow } from './flow-table.ts'
import {
  addServerOptions,
  problemSentence,
  ServerClient,
  type ServerAnswer,
  type ServerOptions,
} from './server-client.ts'

interface LogsOptions extends ServerOptions {
  readonly follow?: boolean
  readonly from?: number
  readonly to?: number
  readonly limit: number
  readonly gateway?: string
  readonly stage?: string
  readonly json?: boolean
}

/** `faultline logs [QUERY]`: what passed the gateway, and whose fault what went wrong is. */
export function logsCommand(): Command {
  const command = new Command('logs')
    .description('show flow records: what passed the gateway, newest last')
    .argument('[query...]', 'like status:>=500 app_code:shop -stage:test path:/v2/* "some words"')
    .option('--follow', 'go on with new records as they come')
    .option('--from <time>', 'not before: 15m, 2h, 1d ago, or 2026-11-22T08:00:00Z', timeOf)
    .option('--to <time>', 'before: a time as with --from', timeOf)
    .option('--limit <number>', 'at most so many records (1 to 1000)', limitOf, 50)
    .option('--gateway <name>', 'only of this gateway')
    .option('--stage <name>', 'only of this stage')
    .option('--json', 'print one record a line as JSON')
    .allowUnknownOption() // a query may begin with -status:200
    .addHelpText('after', examples)
  return addServerOptions(command).action(
    async (words: readonly string[], options: LogsOptions) => {
      const mistyped = words.find((word) => word.startsWith('--'))
      if (mistyped !== undefined) {
        throw new CommandFailure(
          `error: unknown option '${mistyped}'; see faultline logs --help`,
          2,
        )
      }
      await showLogs(words.map(quotedAgain).join(' '), options)
    },
  )
}

const examples = `
Examples:
  faultline logs                                  the last 50
  faultline logs 'status:>=500' --from 1h         failures of the last hour
  faultline logs fault:network --follow           live
  faultline logs 'path:/api/shop/prod/* request_duration:>1s' --json
`

async function showLogs(query: string, options: LogsOptions): Promise<void> {
  const client = new ServerClient(options)
  const page = await pageFrom(client, query, options, {
    from: options.from,
    to: options.to,
    limit: options.limit,
  })
  print(page.items, options, true)
  if (!page.complete) say(incompleteNote)
  if (options.follow === true) return await follow(client, query, options, page.items)
  if (page.items.length === 0) say(emptyNote(query, options))
  else if (page.next !== null) {
    say(`There are older ones: --limit shows more, --from and --to another time.`)
  }
}

/** Asks once a second. A long request's record comes late and with an old time, so the last seconds
 *  are asked for again and what was shown is left out. */
async function follow(
  client: ServerClient,
  query: string,
  options: LogsOptions,
  shown: readonly ListedFlow[],
): Promise<void> {
  const seen = new Set(shown.map(({ request_id: id }) => id))
  let from = shown[0]?.timestamp ?? Date.now()
  for (;;) {
    await wait(1_000)
    const since = Math.max(from - lateMs, options.from ?? 0)
    const page = await pageFrom(client, query, options, {
      from: since,
      to: undefined,
      limit: 1_000,
    })
    const fresh = page.items.filter(({ request_id: id }) => !seen.has(id))
    if (fresh.length === 1_000) say('… more records than can be shown; narrow the query')
    for (const { request_id: id } of fresh) seen.add(id)
    from = Math.max(from, page.items[0]?.timestamp ?? 0)
    if (seen.size > 20_000) forget(seen, page.items)
    print(fresh, options, false)
  }
}
const lateMs = 10_000

function forget(seen: Set<string>, recent: readonly ListedFlow[]): void {
  seen.clear()
  for (const { request_id: id } of recent) seen.add(id)
}

interface FlowPage {
  readonly items: readonly ListedFlow[]
  readonly next: string | null
  readonly complete: boolean
}

interface Range {
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
}

async function pageFrom(
  client: ServerClient,
  query: string,
  { gateway, stage }: LogsOptions,
  { from, to, limit }: Range,
): Promise<FlowPage> {
  const parameters = new URLSearchParams({ limit: String(limit) })
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') parameters.set(name, String(value))
  }
  add('query', query)
  add('gateway', gateway)
  add('stage', stage)
  add('from', from)
  add('to', to)
  const answer = await client.get(`/api/v1/flow-records?${parameters.toString()}`)
  if (answer.status === 200) return answer.body as FlowPage // contract.md section 4
  throw new CommandFailure(withCaret(query, problemSentence(answer)), isUsage(answer) ? 2 : 1)
}

function isUsage({ status }: ServerAnswer): boolean {
  return status === 400 || status === 422
}

/** The query with a mark under the column that the sentence names. */
function withCaret(query: string, sentence: string): string {
  const column = /column (\d+)/.exec(sentence)?.[1]
  if (column === undefined || query === '') return sentence
  return `${sentence}\n  ${query}\n  ${' '.repeat(Number(column) - 1)}^`
}

/** The shell took the quotes of "some words" away. */
function quotedAgain(word: string): string {
  return /\s/.test(word) && !/["]|:/.test(word) ? `"${word}"` : word
}

function print(items: readonly ListedFlow[], options: LogsOptions, withHead: boolean): void {
  const oldestFirst = items.toReversed()
  if (options.json === true) {
    for (const item of oldestFirst) console.log(JSON.stringify(item))
    return
  }
  if (oldestFirst.length === 0) return
  const columns = process.stdout.columns ?? 160
  process.stdout.write(flowTable(oldestFirst, { columns, withHead }))
}

/** Notes go to stderr: stdout holds records only. */
function say(sentence: string): void {
  console.error(sentence)
}

const incompleteNote =
  'Only the newest records could be searched: the log engine is away or DuckDB is not installed (see /healthz).'

function emptyNote(query: string, { from, to, gateway, stage }: LogsOptions): string {
  const isFiltered = [query || undefined, from, to, gateway, stage].some(
    (part) => part !== undefined,
  )
  return isFiltered
    ? 'No record fits. Fewer terms or an earlier --from show more; "faultline logs" shows the last ones.'
    : 'Nothing has passed the gateway yet.'
}

function timeOf(text: string): number {
  const ago = /^(\d{1,6})(s|m|h|d)$/.exec(text)
  if (ago !== null) return Date.now() - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0)
  const time = /^\d{11,15}$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isFinite(time)) return time
  throw new InvalidArgumentError('A time looks like 15m, 2h, 1d (ago) or 2026-11-22T08:00:00Z.')
}
const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 }

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit
  throw new InvalidArgumentError('It is a whole number from 1 to 1000.')
}
