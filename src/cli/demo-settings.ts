import type { ToldSetting } from '../model/told-setting.ts'
import { busyReason } from '../network/port-check.ts'
import type { HostPort } from '../setting-values.ts'
import { readSettings, type Settings } from '../settings.ts'
import { CommandFailure } from './command-failure.ts'
import type { ReadyServer } from './start-command.ts'
import { toldSettings } from './told-settings.ts'

/** What `faultline demo` starts its server with, and says of it later. Given by a flag or by the environment. */
export interface DemoFlags {
  readonly listen?: string
  readonly console?: string
}

/** Default ports that are taken are replaced: a first try must not fail for that. */
export async function demoSettings(flags: DemoFlags): Promise<Settings> {
  const read = readSettings({ ...flags, workers: '1' })
  if (!read.ok) throw new CommandFailure(read.problem, 2)
  const { settings } = read
  return {
    ...settings,
    database: '', // a file that goes with the demo
    listen: flags.listen === undefined ? await freeOf(settings.listen) : settings.listen,
    console: flags.console === undefined ? await freeOf(settings.console) : settings.console,
    probe: false, // broken on purpose: warnings would tell the ending
  }
}

async function freeOf(address: HostPort): Promise<HostPort> {
  return (await busyReason(address)) === '' ? address : { ...address, port: 0 }
}

/** What the demo chose stands as if a flag had said so. `served`: undefined before it is ready. */
export async function toldOfDemo(
  flags: DemoFlags,
  settings: Pick<Settings, 'data' | 'listen' | 'console'>,
  served: Pick<ReadyServer, 'gatewayUrl' | 'consoleUrl'> | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly ToldSetting[]> {
  const { FAULTLINE_DATABASE: _database, ...rest } = environment
  const { listen = replaced(settings.listen, served?.gatewayUrl) } = flags
  const { console = replaced(settings.console, served?.consoleUrl) } = flags
  const chosen = {
    data: settings.data,
    workers: '1',
    probe: 'false',
    ...(listen === undefined || listen === rest['FAULTLINE_LISTEN'] ? {} : { listen }),
    ...(console === undefined || console === rest['FAULTLINE_CONSOLE'] ? {} : { console }),
  }
  return await toldSettings(chosen, rest)
}

/** undefined: it is the default one. */
function replaced({ port }: HostPort, url: string | undefined): string | undefined {
  return port === 0 && url !== undefined ? new URL(url).host : undefined
}
