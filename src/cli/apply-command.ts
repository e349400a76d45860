import { Command } from 'commander'
import { packBundle } from '../definition/apply-bundle.ts'
import type { DefinitionProblem } from '../definition/definition-problem.ts'
import { pathBeside } from '../definition/named-file.ts'
import type { Language } from '../model/bilingual.ts'
import { type Applied, printApplied } from './applied-text.ts'
import { CommandFailure } from './command-failure.ts'
import { gatewayName } from './gateway-name.ts'
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
    .option('--gateway <name>', gatewayHelp, gatewayName)
    .option('--no-probe', 'do not send one GET / to each backend host afterwards')
    .option('--json', 'print the answer of the server')
    .addHelpText('after', applyHelp)
    .action(apply)
  return addServerOptions(command)
}

/** `faultline diff`: the same as `apply --dry-run`, under the name that people look for. */
export function diffCommand(): Command {
  const command = new Command('diff')
    .description('Show what applying definition files would change; nothing is changed.')
    .argument('<file...>', 'definition files, YAML or JSON')
    .option('--gateway <name>', gatewayHelp, gatewayName)
    .option('--json', 'print the answer of the server')
    .addHelpText('after', diffHelp)
    .action((files: readonly string[], options: Omit<ApplyOptions, 'dryRun' | 'probe'>) =>
      apply(files, { ...options, dryRun: true, probe: false }),
    )
  return addServerOptions(command)
}

const gatewayHelp = 'of which gateway a BlueKing definition.yaml and resources.yaml are'

interface ApplyOptions extends ServerOptions {
  readonly dryRun?: boolean
  readonly gateway?: string
  readonly probe: boolean
  readonly json?: boolean
  readonly lang: Language
}

async function apply(files: readonly string[], options: ApplyOptions): Promise<void> {
  const texts = readDefinitionFiles(files)
  const bundle = packBundle(texts, process.env, readReferencedFile, options.gateway)
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
  if (options.json !== true) printApplied(answer.body as Applied, options.lang) // the server's own answer
}

function problemsOf({ body }: ServerAnswer): readonly DefinitionProblem[] {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return []
  return body.errors as readonly DefinitionProblem[] // the server's own answer
}

const applyHelp = `
A file is the whole truth about the gateways and applications it names and touches no others.

Examples:
  faultline apply shop.yaml
  faultline apply --dry-run shop.yaml billing.yaml
  faultline apply definition.yaml resources.yaml --gateway bk-sops
  DEMO_SECRET=... faultline apply --server https://faultline.example.com shop.yaml`

const diffHelp = `
+ is added, ~ is changed, - is removed.

Examples:
  faultline diff shop.yaml
  faultline diff definition.yaml resources.yaml --gateway bk-sops`
