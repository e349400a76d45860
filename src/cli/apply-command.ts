import { styleText } from 'node:util'
import { Command } from 'commander'
import { packBundle } from '../definition/apply-bundle.ts'
import type { DefinitionProblem } from '../definition/definition-problem.ts'
import { pathBeside } from '../definition/named-file.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import { problemText } from './problem-text.ts'
import { readDefinitionFiles, readReferencedFile } from './read-files.ts'
import {
  addServerOptions,
  problemSentence,
  ServerClient,
  type ServerAnswer,
  type ServerOptions,
} from './server-client.ts'

/** `faultline apply`: definition files to a running server. `${NAME}` and files that a definition
 *  names are read here and sent along: the server reads neither its environment nor its disk. */
export function applyCommand(): Command {
  const command = new Command('apply')
    .description(
      'Apply definition files to a running server; nothing changes if anything is wrong.',
    )
    .argument('<file...>', 'definition files, YAML or JSON')
    .option('--dry-run', 'check and show what would change')
    .option('--no-probe', 'do not send one GET / to each backend host afterwards')
    .option('--json', 'print the answer of the server')
    .addHelpText('after', applyHelp)
    .action(apply)
  return addServerOptions(command)
}

interface ApplyOptions extends ServerOptions {
  readonly dryRun?: boolean
  readonly probe: boolean
  readonly json?: boolean
  readonly lang: Language
}

async function apply(files: readonly string[], options: ApplyOptions): Promise<void> {
  const texts = readDefinitionFiles(files)
  const bundle = packBundle(texts, process.env, readReferencedFile)
  const query = new URLSearchParams({ dryRun: String(options.dryRun === true) })
  if (!options.probe) query.set('probe', 'false')
  const client = new ServerClient(options)
  const path = `/api/v1/apply?${query}`
  const answer = await client.post(path, JSON.stringify(bundle), 'application/json')
  if (options.json === true) console.log(JSON.stringify(answer.body, undefined, 2))
  if (answer.status === 422) {
    const named = bundle.files.map(({ path: name, from, text }) => ({
      file: pathBeside(name, from),
      text,
    }))
    const shown = problemText(problemsOf(answer), [...texts, ...named], options.lang)
    throw new CommandFailure(shown, 2)
  }
  if (answer.status !== 200) throw new CommandFailure(problemSentence(answer))
  if (options.json !== true) printResult(answer.body as Applied, options.lang) // the server's own answer
}

interface Applied {
  readonly releases: readonly {
    readonly gateway: string
    readonly stage: string
    readonly number: number
    readonly changed: boolean
  }[]
  readonly changes: readonly {
    readonly kind: string
    readonly path: string
    readonly action: 'create' | 'update' | 'delete'
  }[]
  readonly warnings: readonly { readonly path: string; readonly message: string }[]
  readonly dryRun: boolean
}

function problemsOf({ body }: ServerAnswer): readonly DefinitionProblem[] {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return []
  return body.errors as readonly DefinitionProblem[] // the server's own answer
}

const marks = { create: '+', update: '~', delete: '-' } as const
const colours = { create: 'green', update: 'yellow', delete: 'red' } as const

function printResult({ releases, changes, warnings, dryRun }: Applied, language: Language): void {
  for (const { action, kind, path } of changes) {
    console.log(styleText(colours[action], `${marks[action]} ${kind} ${path}`))
  }
  for (const { gateway, stage, number, changed } of releases) {
    if (changed) console.log(chosen(releaseText(`${gateway}/${stage} #${number}`), language))
  }
  for (const { path, message } of warnings) {
    const warning = chosen(warningText(message, path), language)
    console.error(styleText('yellow', warning, { stream: process.stderr }))
  }
  console.log(chosen(resultText(changes.length, dryRun), language))
}

function releaseText(release: string): Bilingual {
  return [`release ${release}`, `发布 ${release}`]
}

function warningText(message: string, path: string): Bilingual {
  return [`warning: ${message} (${path})`, `警告：${message}（${path}）`]
}

function resultText(changes: number, dryRun: boolean): Bilingual {
  if (changes === 0) return ['Nothing to change.', '没有需要改变的内容。']
  const count = changes === 1 ? '1 change' : `${changes} changes`
  return dryRun
    ? [
        `Nothing was applied: this was a dry run; ${count}.`,
        `未应用：这是试运行；共 ${changes} 处改变。`,
      ]
    : [`Applied; ${count}.`, `已应用；共 ${changes} 处改变。`]
}

const applyHelp = `
A file is the whole truth about the gateways and applications it names and touches no others.

Examples:
  faultline apply shop.yaml
  faultline apply --dry-run shop.yaml billing.yaml
  DEMO_SECRET=... faultline apply --server https://faultline.example.com shop.yaml`
