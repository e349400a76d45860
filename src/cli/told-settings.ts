import type { ToldSetting } from '../model/told-setting.ts'
import { settingTable } from '../settings.ts'

/** What this server was started with, for people who ask it later: by the same rule as `readSettings`, which value
 *  holds and where it comes from. */
export async function toldSettings(
  flags: Readonly<Partial<Record<string, string>>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly ToldSetting[]> {
  const { described } = await import('./chinese/in-chinese.ts')
  return Object.entries(settingTable).map(([name, entry]) => {
    const fromFlag = flags[name]
    const fromEnvironment = environment[entry.environment] || undefined
    return {
      flag: entry.flag,
      environment: entry.environment,
      value: shown(name, fromFlag ?? fromEnvironment ?? entry.default),
      from: whence(fromFlag, fromEnvironment),
      help: [entry.help, described(entry.help)] as const,
    }
  })
}

function whence(flag: string | undefined, environment: string | undefined): ToldSetting['from'] {
  if (flag !== undefined) return 'flag'
  return environment === undefined ? 'default' : 'environment'
}

/** Secrets, of which only that they are set is told. */
const secrets: ReadonlySet<string> = new Set(['adminToken', 'oidcClientSecret'])
/** Addresses that may hold a password, before the host or as a parameter: the rest of them is no secret. */
const addresses: ReadonlySet<string> = new Set(['database', 'smtpUrl'])

function shown(name: string, text: string): string {
  if (text === '') return ''
  if (secrets.has(name)) return '***'
  return addresses.has(name) ? withoutPassword(text) : text
}

function withoutPassword(text: string): string {
  if (text.startsWith('@')) return text // a file that holds the address
  const url = URL.parse(text)
  if (url === null || url.host === '') return '***'
  const parameters = url.search === '' ? '' : '?***'
  const person = url.username === '' ? '' : `${url.username}@`
  return `${url.protocol}//${person}${url.host}${url.pathname}${parameters}`
}
