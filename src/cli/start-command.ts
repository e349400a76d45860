import { join } from 'node:path'
import { type Command as CommandType, Command, Option } from 'commander'
import type { Definition } from '../definition/definition.ts'
import type { DefinitionText } from '../definition/definition-source.ts'
import { pathBeside } from '../definition/named-file.ts'
import { readDefinitions, type ReadResult } from '../definition/read-definition.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type { Plugin } from '../model/plugin.ts'
import type { ToldSetting } from '../model/told-setting.ts'
import { readSettings, settingTable, type Settings } from '../settings.ts'
import { CommandFailure } from './command-failure.ts'
import { gatewayName } from './gateway-name.ts'
import { problemText } from './problem-text.ts'
import { readDefinitionFiles, readReferencedFile } from './read-files.ts'
import { toldSettings } from './told-settings.ts'

/** `faultline start`: the server. The server itself is given by main.ts, which alone knows every
 *  room. */
export interface StartHooks {
  readonly plugins: readonly Plugin[]
  /** Workers serve already, since an earlier process like this one applied the files. Since then others may have
   *  changed what is kept, and that counts. */
  readonly isCarried: boolean
  /** Runs until it is stopped; the exit code. */
  run(run: ServerRun): Promise<number>
}

export interface ServerRun {
  readonly settings: Settings
  /** The same for people: where each comes from, without secrets. */
  readonly told: () => Promise<readonly ToldSetting[]>
  readonly definition: Definition
  /** Where it comes from. */
  readonly files: readonly string[]
  /** For SIGHUP; throws a CommandFailure. */
  readAgain(): Definition
  /** Everything is live. */
  onReady(server: ReadyServer): void
}

export interface ReadyServer {
  readonly gatewayUrl: string
  readonly consoleUrl: string
  /** A management token that this start made, '' if none: it is shown once. */
  readonly newToken: string
  /** By which the first administrator is made; '' unless this start made it: it is shown once. */
  readonly setUpLink: string
}

export function startCommand(hooks: StartHooks): CommandType {
  const command = new Command('start')
    .description('Run the gateway, its management API and its flow log.')
    .addOption(
      new Option('--apply <file>', 'definition to apply before ready; may be repeated')
        .argParser(collect)
        .default([], 'the last state'),
    )
    .option('--apply-gateway <name>', applyGatewayHelp, gatewayName)
  for (const [name, entry] of Object.entries(settingTable)) {
    if (entry.flag !== null) command.addOption(settingOption(name, entry))
  }
  return command
    .addOption(new Option('--gateway <host:port>').hideHelp())
    .addHelpText('after', startHelp)
    .action(async (options: StartOptions) => {
      process.exitCode = await start(options, hooks)
    })
}

const applyGatewayHelp =
  'of which gateway a BlueKing definition.yaml and resources.yaml among the files are'

type StartOptions = Readonly<Record<string, string | boolean | readonly string[]>>

async function start(options: StartOptions, hooks: StartHooks): Promise<number> {
  const flags = flagsOf(options)
  const read = readSettings(flags)
  if (!read.ok) throw new CommandFailure(read.problem, 2)
  const files = options['apply'] as readonly string[] // `collect` gives nothing else
  const applied = { files, gateway: options['applyGateway'] as string | undefined } // of gatewayName
  const language = options['lang'] as Language // of every command (program.ts)
  return await hooks.run({
    settings: read.settings,
    told: () => toldSettings(flags),
    definition: definitionOf(
      hooks.isCarried ? { ...applied, files: [] } : applied,
      hooks.plugins,
      language,
    ),
    files,
    readAgain: () => definitionOf(applied, hooks.plugins, 'en'), // told in the process log
    onReady: (server) => {
      if (!hooks.isCarried) printReady(server, read.settings.data, language) // another said it
    },
  })
}

function printReady(
  { gatewayUrl, consoleUrl, newToken, setUpLink }: ReadyServer,
  data: string,
  language: Language,
): void {
  if (newToken !== '') console.log(chosen(tokenText(newToken, join(data, 'admin-token')), language))
  if (setUpLink !== '') console.log(chosen(setUpText(setUpLink), language))
  // this line is for programs too
  console.log(`faultline: ready gateway=${gatewayUrl} console=${consoleUrl}`)
}

function tokenText(token: string, file: string): Bilingual {
  return [
    `faultline: management token ${token} (kept in ${file}; shown only this once)`,
    `faultline: 管理令牌 ${token}（保存在 ${file}；只显示这一次）`,
  ]
}

function setUpText(link: string): Bilingual {
  return [
    `faultline: make the first administrator at ${link} (works once; shown only this once)`,
    `faultline: 请打开 ${link} 创建第一个管理员（只能用一次；只显示这一次）`,
  ]
}

/** Commander's values back to the names and texts of the table. */
function flagsOf(options: StartOptions): Partial<Record<string, string>> {
  const flags: Partial<Record<string, string>> = {}
  for (const name of Object.keys(settingTable)) {
    const value = options[name]
    if (typeof value === 'string') flags[name] = value
    else if (value === false) flags[name] = 'false' // --no-NAME
  }
  const alias = options['gateway']
  if (typeof alias === 'string') flags['listen'] ??= alias
  return flags
}

function settingOption(
  name: string,
  entry: (typeof settingTable)[keyof typeof settingTable],
): Option {
  const words = entry.argument === '' ? entry.flag : `${entry.flag} ${entry.argument}`
  const shown = entry.argument === '' || entry.default === '' || entry.help.includes('(default')
  const help = shown ? entry.help : `${entry.help} (default: ${entry.default})`
  const option = new Option(words ?? '', `${help} [${entry.environment}]`)
  // the flag's own name may differ from the setting's: --drain-delay is drainDelaySeconds
  if (!entry.flag?.startsWith('--no-')) option.attributeName = () => name
  return option
}

interface AppliedFiles {
  readonly files: readonly string[]
  readonly gateway: string | undefined
}

function definitionOf(
  { files, gateway }: AppliedFiles,
  plugins: readonly Plugin[],
  language: Language,
): Definition {
  const texts = readDefinitionFiles(files)
  const named: DefinitionText[] = []
  const read: ReadResult = readDefinitions(texts, {
    expand: process.env,
    readFile(path, from) {
      const text = readReferencedFile(path, from)
      named.push({ file: pathBeside(path, from), text })
      return text
    },
    plugins,
    blueKingGateway: gateway,
  })
  if (read.ok) return read.definition
  throw new CommandFailure(problemText(read.problems, [...texts, ...named], language), 2)
}

function collect(file: string, earlier: unknown): readonly string[] {
  return [...(Array.isArray(earlier) ? earlier.map(String) : []), file]
}

function environmentOnly(): string {
  const entries = Object.values(settingTable).filter(({ flag }) => flag === null)
  const width = Math.max(...entries.map(({ environment }) => environment.length))
  return entries
    .map(({ environment, help }) => `  ${environment.padEnd(width)}  ${help}`)
    .join('\n')
}

const startHelp = `
Environment only:
${environmentOnly()}

Examples:
  faultline start --apply shop.yaml
  faultline start --apply definition.yaml --apply resources.yaml --apply-gateway bk-sops
  faultline start --listen 0.0.0.0:8800 --workers 4 --data /var/lib/faultline

Signals: SIGHUP applies the files again; SIGTERM and SIGINT finish the requests in flight and stop.`
