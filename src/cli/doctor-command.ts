import { Command } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'
import { findingsOf, lookAtAll, type DoctorFinding } from '../model/doctor-finding.ts'
import { inBoth } from './chinese/in-both.ts'
import { isLoopback } from '../setting-values.ts'
import { readSettings, type Settings } from '../settings.ts'
import { checkGateway, checkPorts } from './doctor-ports.ts'
import { askServer, consoleOfFolder, seeServer, serverFindings } from './doctor-server.ts'
import { findingsJson, findingsText, worstOf } from './doctor-text.ts'
import { addServerOptions, ServerClient, usualServer, type ServerOptions } from './server-client.ts'
import { languageOption } from './terminal-language.ts'

/** `faultline doctor`: a server examines itself and its machine; without one the same is looked at
 *  from here. The checks that need other rooms are given by main.ts. */
export interface DoctorHooks {
  readonly version: string
  readonly examineOffline: (options: {
    readonly settings: Settings
    readonly version: string
    readonly mayProbe: boolean
    /** The server that runs there holds the data folder. */
    readonly isHeld: boolean
  }) => Promise<readonly DoctorFinding[]>
}

interface DoctorOptions extends ServerOptions {
  readonly probe: boolean
  readonly json?: boolean
  readonly lang: Language
}

export function doctorCommand(hooks: DoctorHooks): Command {
  const command = new Command('doctor')
    .description('examine the machine and the server: what is wrong, and what to do about it')
    .option('--no-probe', 'make no connection to https backends to see their certificates')
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .addHelpText('after', examples)
  return addServerOptions(command).action(async (options: DoctorOptions) => {
    const isNamed = options.server !== '' && command.getOptionValueSource('server') !== 'default'
    const findings = await allFindings(options, isNamed, hooks)
    const print = options.json === true ? findingsJson : findingsText
    process.stdout.write(print(findings, options.lang))
    process.exitCode = worstOf(findings) === 'problem' ? 1 : 0
  })
}

const examples = `
Exit codes: 0 nothing worse than a warning · 1 a problem was found · 2 bad usage.

Examples:
  faultline doctor                              this machine, and the server on it
  faultline doctor --data /var/lib/faultline    with its data folder
  faultline doctor --server https://faultline.example.com
  faultline doctor --json | jq '.findings[] | select(.level == "problem")'`

async function allFindings(
  options: DoctorOptions,
  isNamed: boolean,
  hooks: DoctorHooks,
): Promise<readonly DoctorFinding[]> {
  const server = isNamed ? options.server : consoleOfFolder(options.data) || usualServer
  const client = new ServerClient({ ...options, server }) // bad usage where it is no address
  const seen = await seeServer(server)
  const about = serverFindings(seen, server, hooks.version, isNamed)
  if (seen.kind !== 'ours') {
    return isHere(server) ? [...about, ...(await fromHere(options, hooks, false))] : about
  }
  const asked = await askServer(client, options.probe, options.lang)
  if (!('refused' in asked)) {
    const ports =
      asked.gatewayUrl === '' || !isHere(server) ? [] : await checkGateway(asked.gatewayUrl)
    return [...about, ...ports, ...asked.findings]
  }
  return [...about, asked.refused, ...(isHere(server) ? await fromHere(options, hooks, true) : [])]
}

function isHere(server: string): boolean {
  return isLoopback(URL.parse(server)?.hostname ?? '')
}

/** `isHeld`: a server runs, so its ports are taken and its folder is locked as they should be. */
async function fromHere(
  options: DoctorOptions,
  { version, examineOffline }: DoctorHooks,
  isHeld: boolean,
): Promise<readonly DoctorFinding[]> {
  const { settings, findings } = await settingsHere(options.data)
  const found = await Promise.all([
    isHeld ? [] : lookAtAll([{ group: 'ports', look: () => checkPorts(settings) }], limitMs),
    examineOffline({ settings, version, mayProbe: options.probe, isHeld }),
  ])
  return [...findings, ...found.flat()]
}

const limitMs = 3_000

/** What `start` would read here. Where it would refuse, the rest is examined with the defaults. */
async function settingsHere(data: string): Promise<{
  readonly settings: Settings
  readonly findings: readonly DoctorFinding[]
}> {
  const read = readSettings({ data })
  if (read.ok) return { settings: read.settings, findings: [] }
  const defaults = readSettings({ data }, {})
  if (!defaults.ok) throw new Error(defaults.problem)
  const { problem } = findingsOf('settings')
  const [english, chinese] = await inBoth(read.problem)
  return {
    settings: defaults.settings,
    findings: [
      problem(
        'settings_refused',
        [
          `"faultline start" would refuse the settings: ${english}`,
          `faultline start 会拒绝当前设置：${chinese}`,
        ],
        [
          'Correct the variable; docs/reference/settings.md lists all.',
          '更正该变量；docs/reference/settings.md 列出了全部设置。',
        ],
      ),
    ],
  }
}
