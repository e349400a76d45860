import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import type { BackendHost, Release } from '../../model/release.ts'
import { defaultTimeoutsMs } from '../../model/release.ts'
import { NameResolver } from '../../network/resolver.ts'
import { readSettings, type Settings } from '../../settings.ts'
import type { ExaminedPlace } from './examined-place.ts'

/** A place to examine with a data folder of its own; a test names only what differs. */
export async function placeUnderTest(
  t: TestContext,
  differing: Partial<ExaminedPlace> & { readonly flags?: Readonly<Record<string, string>> } = {},
): Promise<ExaminedPlace> {
  const { flags = {}, ...others } = differing
  const settings = settingsWith({ data: await folderOf(t), ...flags })
  const servers = [...settings.nameServers]
  const resolver = new NameResolver(servers.length === 0 ? {} : { servers })
  t.after(() => resolver.close())
  return {
    settings,
    version: '0.0.0',
    running: undefined,
    resolver,
    releases: async () => [],
    mayProbe: true,
    ...others,
  }
}

export function settingsWith(flags: Readonly<Record<string, string>>): Settings {
  const read = readSettings(flags, {})
  if (!read.ok) throw new Error(read.problem)
  return read.settings
}

export async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-doctor-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** One release whose backend has these hosts. */
export function releaseTo(...hosts: readonly Partial<BackendHost>[]): Release {
  return {
    gateway: 'shop',
    stage: 'prod',
    number: 1,
    hash: '',
    maintainers: [],
    variables: {},
    credentials: ['bkapi'],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    plugins: [],
    resources: [],
    backends: [
      {
        name: 'default',
        owners: [],
        hosts: hosts.map((host) => ({ ...usualHost, ...host })),
        balance: 'round-robin',
        hashOn: 'client_ip',
        timeoutMs: defaultTimeoutsMs,
        retries: 1,
        eject: { failures: 5, seconds: 10 },
      },
    ],
  }
}

const usualHost: BackendHost = {
  scheme: 'http',
  host: '127.0.0.1',
  port: 80,
  pathPrefix: '',
  weight: 100,
  hostHeader: 'localhost',
  tls: { serverName: '', ca: '', verify: true },
}

/** `problem mode_open`, … without what is fine. */
export function oddities(findings: readonly DoctorFinding[]): string[] {
  return findings.filter(({ level }) => level !== 'ok').map(({ level, key }) => `${level} ${key}`)
}
