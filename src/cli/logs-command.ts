import { Command, InvalidArgumentError } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'
import { CommandFailure } from './command-failure.ts'
import { exportCommand } from './export-command.ts'
import {
  showDifferences,
  showHistogram,
  showPercentiles,
  showTopValues,
  type CountOptions,
} from './logs-counts.ts'
import { showList } from './logs-list.ts'
import type { LogsFilter } from './logs-request.ts'
import { queryOf } from './query-words.ts'
import { addServerOptions, ServerClient, type ServerOptions } from './server-client.ts'
import { languageOption } from './terminal-language.ts'
import { timeOf } from './time-option.ts'

interface LogsOptions extends ServerOptions {
  readonly follow?: boolean
  readonly from?: number
  readonly to?: number
  readonly limit?: number
  readonly gateway?: string
  readonly stage?: string
  readonly json?: boolean
  /** Of the notes. */
  readonly lang: Language
  /** True where it stands without a value. */
  readonly histogram?: string | true
  readonly percentiles?: string | true
  readonly top?: readonly string[]
  readonly differences?: boolean
  readonly by?: string
}

/** `faultline logs [QUERY]`: what passed the gateway, and whose fault what went wrong is. */
export function logsCommand(): Command {
  const command = new Command('logs')
    .description('show flow records: what passed the gateway, newest last')
    .argument('[query...]', 'like status:>=500 app_code:shop -stage:test path:/v2/* "some words"')
    .option('--follow', 'go on with new records as they come; with --histogram it is drawn anew')
    .option('--from <time>', 'not before: 15m, 2h, 1d ago, or 2026-11-22T08:00:00Z', timeOf)
    .option('--to <time>', 'before: a time as with --from', timeOf)
    .option('--limit <number>', 'at most so many records (50) or values (10)', limitOf)
    .option('--gateway <name>', 'only of this gateway')
    .option('--stage <name>', 'only of this stage')
    .option('--histogram [step]', 'how many records over time; a step is 30s, 5m, 1h or 1d')
    .option('--top <fields>', 'the most frequent values of a field, or of several: a,b', fieldsOf)
    .option('--percentiles [field]', 'p50 to p99 of request_duration or backend_duration')
    .option('--differences', 'what is different about these records, compared with all others')
    .option('--by <field>', 'with --histogram and --percentiles: for each value of a field')
    .option('--json', 'print one record a line, or the counts, as JSON')
    .addOption(languageOption())
    .allowUnknownOption() // a query may begin with -status:200
    .addHelpText('after', examples)
    .addCommand(exportCommand())
  return addServerOptions(command).action(
    async (words: readonly string[], options: LogsOptions) => {
      const mistyped = words.find((word) => word.startsWith('--'))
      if (mistyped !== undefined) {
        throw new CommandFailure(
          `error: unknown option '${mistyped}'; see faultline logs --help`,
          2,
        )
      }
      await showLogs(words, options)
    },
  )
}

const examples = `
Examples:
  faultline logs                                  the last 50, and how the last hour went
  faultline logs 'status:>=500' --from 1h         failures of the last hour
  faultline logs '(app_code:shop OR app_code:web) path:/v2/* -status:404'
  faultline logs fault:network --follow           live
  faultline logs --histogram --from 6h            records over time, by whose fault they were
  faultline logs --histogram 10s --by status --follow
  faultline logs -fault:none --top key,app_code   what fails, and for whom
  faultline logs --percentiles --by resource      how slow which resource is
  faultline logs 'request_duration:>1s' --differences
                                                  what the slow ones have in common
  faultline logs export --csv failures.csv -fault:none --from 1d
                                                  all of them, as a file
Counts are over the last hour unless --from says otherwise.
The query language: docs/reference/query-language.md
`

async function showLogs(words: readonly string[], options: LogsOptions): Promise<void> {
  const { from, to, gateway, stage, limit, by, json = false, follow = false, lang } = options
  const histogram = optionalValue(options.histogram, step)
  const percentiles = optionalValue(options.percentiles, durationField)
  const queryWords = [...histogram.words, ...percentiles.words, ...words]
  const filter: LogsFilter = {
    query: queryOf(queryWords),
    from,
    to,
    gateway,
    stage,
  }
  const client = new ServerClient(options)
  const counts: CountOptions = { json, follow, by, top: limit, language: lang }
  refuseMixed(options)
  if (options.histogram !== undefined) {
    return await showHistogram(client, filter, histogram.value, counts)
  }
  if (options.top !== undefined) return await showTopValues(client, filter, options.top, counts)
  if (options.percentiles !== undefined) {
    return await showPercentiles(client, filter, percentiles.value, counts)
  }
  if (options.differences === true) return await showDifferences(client, filter, counts)
  await showList(client, filter, { json, follow, limit: limit ?? 50, language: lang })
}

interface OptionalValue {
  readonly is: RegExp
  /** What was meant as one; to search for such a word, it stands in quotes or behind `--`. */
  readonly isMistyped: (given: string) => boolean
  readonly refusal: string
}

const step: OptionalValue = {
  is: /^\d+(?:s|m|h|d)$/,
  isMistyped: (given) => /^\d+[a-z]*$/i.test(given),
  refusal: 'error: --histogram takes a step such as 30s, 5m, 1h or 1d',
}
const durationField: OptionalValue = {
  is: /^\w*duration$/,
  isMistyped: (given) => /^[a-z_]+$/.test(given),
  refusal: 'error: --percentiles takes request_duration or backend_duration; --by takes any field',
}

/** `--histogram status:500`: what is no step is the first word of the query. */
function optionalValue(
  given: string | true | undefined,
  { is, isMistyped, refusal }: OptionalValue,
): { readonly value: string | undefined; readonly words: readonly string[] } {
  if (typeof given !== 'string') return { value: undefined, words: [] }
  if (is.test(given)) return { value: given, words: [] }
  if (isMistyped(given)) throw new CommandFailure(refusal, 2)
  return { value: undefined, words: [given] }
}

function refuseMixed(options: LogsOptions): void {
  const views = (['histogram', 'top', 'percentiles', 'differences'] as const).filter(
    (view) => options[view] !== undefined,
  )
  const [first, second] = views
  if (first !== undefined && second !== undefined) {
    throw new CommandFailure(`error: --${first} and --${second} are two views; take one`, 2)
  }
  if (options.by !== undefined && first !== 'histogram' && first !== 'percentiles') {
    throw new CommandFailure('error: --by goes with --histogram or --percentiles', 2)
  }
  if (options.follow === true && first !== undefined && first !== 'histogram') {
    throw new CommandFailure('error: --follow goes with the list or with --histogram', 2)
  }
  if (options.follow === true && options.to !== undefined) {
    throw new CommandFailure('error: --follow goes on without an end; leave out --to', 2)
  }
}

function fieldsOf(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => /^\w+$/.test(name))) return names
  throw new InvalidArgumentError('Names of fields with commas between them, like key,app_code.')
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit
  throw new InvalidArgumentError('It is a whole number from 1 to 1000.')
}
