import { Command } from 'commander'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import { nothing, StandardOutput, WholeFile } from './export-target.ts'
import { queryOf } from './query-words.ts'
import {
  addServerOptions,
  parsed,
  problemSentence,
  ServerClient,
  type ServerOptions,
} from './server-client.ts'
import { timeOf } from './time-option.ts'

interface ExportOptions extends ServerOptions {
  readonly parquet?: string
  readonly csv?: string
  readonly ndjson?: string
  readonly from?: number
  readonly to?: number
  readonly gateway?: string
  readonly stage?: string
  readonly lang: Language
}

/** `faultline logs export`: records as a file. Progress goes to stderr; the file gets its name when it
 *  is whole. */
export function exportCommand(): Command {
  const command = new Command('export')
    .description('write flow records to a file, oldest first')
    .argument('[query...]', 'as with faultline logs')
    .option('--parquet <file>', 'a Parquet file: small, for DuckDB, pandas and their like')
    .option('--csv <file>', 'a table that spreadsheets open')
    .option('--ndjson <file>', 'whole records as JSON, one a line')
    .option('--from <time>', 'not before: 15m, 2h, 1d ago, or 2026-11-22T08:00:00Z', timeOf)
    .option('--to <time>', 'before: a time as with --from', timeOf)
    .option('--gateway <name>', 'only of this gateway')
    .option('--stage <name>', 'only of this stage')
    .allowUnknownOption() // a query may begin with -status:200
    .addHelpText('after', examples)
  return addServerOptions(command).action(
    async (_words: readonly string[], _options: unknown, self: Command) => {
      await exportRecords(self.args, self.optsWithGlobals<ExportOptions>())
    },
  )
}

const examples = `
One of --parquet, --csv and --ndjson must be there; FILE may be - for stdout.

Examples:
  faultline logs export --csv failures.csv 'status:>=500' --from 1d
  faultline logs export --parquet all.parquet
  faultline logs export --ndjson - fault:network --from 1h | jq .error_key
`

async function exportRecords(words: readonly string[], options: ExportOptions): Promise<void> {
  const { format, file } = wanted(options)
  const mistyped = words.find((word) => word.startsWith('--'))
  if (mistyped !== undefined) {
    const advice = 'see faultline logs export --help'
    throw new CommandFailure(`error: unknown option '${mistyped}'; ${advice}`, 2)
  }
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  process.once('SIGINT', stop) // a second one ends the process at once
  const target = file === '-' ? new StandardOutput(format, stopping.signal) : new WholeFile(file)
  try {
    const client = new ServerClient(options)
    const path = pathOf(queryOf(words), format, options)
    const { response, bytes } = await client.stream(path, stopping.signal)
    if (!response.ok) throw await refusal(response.status, bytes)
    const records = Number(response.headers.get('faultline-records') ?? 0)
    const progress = new Progress(records, options.lang)
    if (await target.take(bytes, (count) => progress.add(count))) progress.end(file)
  } catch (error) {
    throw stopping.signal.aborted
      ? new CommandFailure(`Stopped; ${target.written}.`, 1, { cause: error })
      : brokenOff(error, file, target.written)
  } finally {
    process.off('SIGINT', stop)
  }
}

function wanted(options: ExportOptions): { readonly format: string; readonly file: string } {
  const given = (['parquet', 'csv', 'ndjson'] as const).flatMap((format) => {
    const file = options[format]
    return file === undefined ? [] : [{ format, file }]
  })
  const [one, other] = given
  if (one !== undefined && other === undefined && one.file !== '') return one
  throw new CommandFailure('error: say one of --parquet FILE, --csv FILE and --ndjson FILE', 2)
}

function pathOf(
  query: string,
  format: string,
  { from, to, gateway, stage }: ExportOptions,
): string {
  const parameters = new URLSearchParams({ format })
  for (const [name, value] of Object.entries({ query, from, to, gateway, stage })) {
    if (value !== undefined && value !== '') parameters.set(name, String(value))
  }
  return `/api/v1/flow-records/export?${parameters.toString()}`
}

async function refusal(status: number, bytes: AsyncIterable<Uint8Array>): Promise<CommandFailure> {
  const text = Buffer.concat(await Array.fromAsync(bytes)).toString('utf8')
  const isUsage = status === 400 || status === 422
  return new CommandFailure(problemSentence({ status, body: parsed(text) }), isUsage ? 2 : 1)
}

function brokenOff(error: unknown, file: string, written: string): unknown {
  if (error instanceof CommandFailure) {
    const isTold = written === nothing
    return isTold ? error : new CommandFailure(`${error.message} Stopped; ${written}.`, 1)
  }
  if (!(error instanceof Error)) return error
  const isOurs = 'code' in error && typeof error.code === 'string' && 'syscall' in error
  const sentence = isOurs
    ? `${file} cannot be written: ${error.message}.`
    : `The export broke off; ${written}. Is the server still running?`
  return new CommandFailure(sentence, 1, { cause: error })
}

/** How much has come, on stderr, once a second where that is a terminal. */
class Progress {
  readonly #records: number
  readonly #language: Language
  #bytes = 0
  #shownMs = performance.now()

  constructor(records: number, language: Language) {
    this.#records = records
    this.#language = language
  }

  add(bytes: number): void {
    this.#bytes += bytes
    if (!process.stderr.isTTY || performance.now() - this.#shownMs < 1_000) return
    this.#shownMs = performance.now()
    const soFar: Bilingual = [
      `${this.#size} of ${this.#records} records`,
      `共 ${this.#records} 条记录，已收到 ${this.#size}`,
    ]
    process.stderr.write(`\r${chosen(soFar, this.#language)}`)
  }

  end(file: string): void {
    const start = process.stderr.isTTY ? '\r' : ''
    const place = file === '-' ? '' : ` in ${file}`
    const written: Bilingual = [
      `${this.#records} ${this.#records === 1 ? 'record' : 'records'}${place}, ${this.#size}`,
      `${file === '-' ? '' : `${file}：`}${this.#records} 条记录，${this.#size}`,
    ]
    process.stderr.write(`${start}${chosen(written, this.#language)}\n`)
  }

  get #size(): string {
    if (this.#bytes >= 1e6) return `${(this.#bytes / 1e6).toFixed(1)} MB`
    return chosen([`${this.#bytes} bytes`, `${this.#bytes} 字节`], this.#language)
  }
}
