import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { emptyState } from '../../definition/control-state.ts'
import { definitionOf } from '../../definition/definition-under-test.ts'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import { classify } from '../../diagnosis/diagnose.ts'
import { openEngine, writeSegment } from '../../flowlog/engine/engine-under-test.ts'
import type { LogEngine } from '../../flowlog/engine/engine.ts'
import { EngineFailure } from '../../flowlog/engine-process.ts'
import { type AskedEngine, FlowLog } from '../../flowlog/flow-log.ts'
import { GapLog } from '../../flowlog/gap-log.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { NameResolver } from '../../network/resolver.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { ControlStore } from '../../storage/control-store.ts'
import { addSession } from '../../storage/session-store.ts'
import { openSqlite } from '../../storage/sqlite-database.ts'
import { addUser } from '../../storage/user-store.ts'
import { type AlarmFoundation, alarmsOf } from '../alarms/start-alarms.ts'
import { Applier } from '../applier.ts'
import { readConsole } from '../console-files.ts'
import { contactBook } from '../contact-book.ts'
import { settingsWith } from '../doctor/place-under-test.ts'
import { EventBus } from '../events/event-bus.ts'
import { healthOf } from '../health.ts'
import type { NodeStores } from '../node-stores.ts'
import { managementApi, type ManagementParts } from '../management-api.ts'
import { type ProcessLog, processLog } from '../../carrier/process-log.ts'
import { csrfTokenOf } from './browser-origin.ts'
import type { ProviderSettings } from './identity-provider.ts'
import { type People, peopleOf } from './people.ts'
import type { ServiceRights } from './rights.ts'
import { newSecret } from './secret-text.ts'
import { makeToken } from './tokens.ts'
import { ringReader } from '../../flowlog/ring-counts.ts'

/** The whole management API over a database of its own, in this process: nothing listens, no worker runs,
 *  records are searched in the spool. */
export interface ApiUnderTest {
  readonly app: FastifyInstance
  readonly people: People
  readonly database: ControlDatabase
  readonly logged: readonly string[]
  apply(text: string): Promise<void>
}

export type Headers = Readonly<Record<string, string>>

export const adminToken = 'a-token-of-this-test-0123456789'
export const asAdministrator: Headers = { authorization: `Bearer ${adminToken}` }
export const consoleUrl = 'https://faultline.test'

interface Options {
  readonly records?: readonly Partial<FlowRecord>[]
  readonly provider?: ProviderSettings
  readonly trustedProxies?: readonly string[]
  /** In place of parts that do nothing. */
  readonly parts?: Partial<ManagementParts>
}

export async function apiUnderTest(
  t: Pick<TestContext, 'after'>,
  options: Options = {},
): Promise<ApiUnderTest> {
  const cleanUp = new AsyncDisposableStack() // in reverse, which `t.after` is not
  t.after(async () => await cleanUp.disposeAsync())
  const folder = await mkdtemp(join(tmpdir(), 'faultline-people-'))
  cleanUp.defer(async () => await rm(folder, { recursive: true, force: true }))
  const store = await ControlStore.open(openSqlite(join(folder, 'control.db')))
  cleanUp.defer(async () => await store.close())
  const { database } = store
  const { log, logged } = keptLog()
  const applier = await emptyApplier(store)
  const people = peopleOf({
    adminToken,
    database,
    state: () => applier.state,
    consoleUrl: () => consoleUrl,
    provider: options.provider,
  })
  const flowLog = await flowLogOver(cleanUp, folder, options.records ?? [])
  const contacts = contactBook(() => applier.state, '')
  const app = managementApi({
    people,
    trustedProxies: options.trustedProxies ?? [],
    version: '0.0.0',
    node: 'test',
    settings: async () => [],
    plugins: [],
    probeByDefault: false,
    gatewayCreation: 'administrators',
    log,
    applier,
    history: database,
    flowLog,
    contacts,
    ...notAsked,
    events: new EventBus(),
    alarms: alarmsUnderTest(folder, { store, flowLog, log }, applier, contacts),
    debugged: { place: () => undefined, releases: () => [], database, log },
    ...options.parts,
  })
  cleanUp.defer(async () => await app.close())
  const apply = async (text: string): Promise<void> => {
    const how = { dryRun: false, probe: false, author: nobodyInParticular, comment: '' }
    await applier.apply(definitionOf(text), how)
  }
  return { app, people, database, logged, apply }
}

const notAsked = {
  monitored: { health: () => healthy, metrics: async () => '', stores: async () => wellStored },
  workers: { kill: () => false, states: [] },
  examined: () => assert.fail('nothing is examined'),
  probed: { releases: () => [], resolver: new NameResolver() },
  portalAddresses: { baseUrl: () => 'https://api.example.com', hostTemplate: '' },
  console: readConsole('/nowhere'),
}

/** Rules are kept and tried; nobody is told of anything, as nothing is started. */
function alarmsUnderTest(
  folder: string,
  parts: Pick<AlarmFoundation, 'store' | 'flowLog' | 'log'>,
  applier: Pick<Applier, 'state'>,
  contacts: ContactBook,
): ManagementParts['alarms'] {
  const settings = settingsWith({ data: folder })
  const own = { settings, resolver: new NameResolver(), notificationKey: 'a-key-of-this-test' }
  const nobody = (): void => undefined
  const alarms = alarmsOf({ ...parts, ...own }, applier, contacts, () => consoleUrl, nobody)
  void alarms.notifier.close() // from here on nothing is sent
  return alarms
}

function keptLog(): { readonly log: ProcessLog; readonly logged: readonly string[] } {
  const logged: string[] = []
  return { log: processLog('text', (line) => void logged.push(line)), logged }
}

async function emptyApplier(store: ControlStore): Promise<Applier> {
  const nothing = { keysOf: async () => [], publish: async () => undefined, probe: async () => [] }
  const options = { state: emptyState(), store, ...nothing }
  return await Applier.begin(options, definitionOf('version: 1\n'), nobodyInParticular)
}

const nobodyInParticular = { actor: 'test', address: '' }
/** Nothing is wrong with any place where something is kept. */
export const wellStored: NodeStores = {
  limiter: { evicted: 0, uncounted: 0 },
  spool: { bytes: 0, lagSeconds: 0 },
  log: { files: 0, bytes: 0, problem: '' },
  store: { kind: 'sqlite', state: 'ok' },
}

const healthy = healthOf(
  'serving',
  '0.0.0',
  [],
  { logEngine: { state: 'running', restarts: 0 }, controlPlane: { restarts: 0 } },
  { dropped: 0, gaps: 0 },
)

/** The real flow log with the log engine in this process. */
async function flowLogOver(
  cleanUp: AsyncDisposableStack,
  dataFolder: string,
  records: readonly Partial<FlowRecord>[],
): Promise<FlowLog> {
  const folders = { folder: join(dataFolder, 'flow'), spoolFolder: join(dataFolder, 'spool') }
  for (const folder of Object.values(folders)) await mkdir(folder)
  await writeSegment(folders, 1, records)
  const gaps = await GapLog.open(join(folders.folder, 'gaps.json'))
  const options = { ...folders, rings: ringReader([]), classify }
  const engine = records.length === 0 ? noEngine : askedInHere(await openEngine(folders))
  const flowLog = new FlowLog(options, engine, gaps, 86_400_000)
  cleanUp.defer(async () => await flowLog.close())
  return flowLog
}

const state = { isRunning: true, restarts: 0, state: undefined, processId: undefined } as const
const away = async (): Promise<never> => {
  throw new EngineFailure('there is none in this test')
}
const noEngine: AskedEngine = {
  ...state,
  list: away,
  aggregate: away,
  byId: away,
  planExport: away,
  exportPortion: away,
  statistics: away,
  matches: away,
  follow: () => () => undefined,
  conclusions: { counts: [], missedBytes: 0, lagSeconds: 0 },
  close: async () => undefined,
}

function askedInHere(engine: LogEngine): AskedEngine {
  return {
    ...noEngine,
    list: async (filter) => await engine.list(filter),
    aggregate: async (filter, question) => await engine.aggregate(filter, question),
    byId: async (id) => await engine.byId(id),
    statistics: async (question) => await engine.statistics(question),
    matches: async (questions) => await engine.matches(questions),
    planExport: async (order) => await engine.planExport(order),
    exportPortion: async (...asked) => await engine.exportPortion(...asked),
  }
}

/** Makes a user and signs it in: the fields of its requests. */
export async function signedIn(
  { database: { tables } }: ApiUnderTest,
  name: string,
  more: { readonly groups?: readonly string[]; readonly isAdministrator?: boolean } = {},
): Promise<Headers> {
  const { groups = [], isAdministrator = false } = more
  const account = { isDisabled: false, source: 'local', issuer: null, subject: null } as const
  const details = { displayName: '', email: '', groups, isAdministrator, madeAtMs: Date.now() }
  await addUser(tables, { name, ...account, ...details })
  return await anotherSession(tables, name)
}

export async function anotherSession(
  tables: ControlDatabase['tables'],
  user: string,
): Promise<Headers> {
  const { id, text, hash } = newSecret('session')
  const nowMs = Date.now()
  const times = { madeAtMs: nowMs, usedAtMs: nowMs, expiresAtMs: nowMs + 3_600_000 }
  await addSession(tables, { id, hash, user, ...times, address: '', agent: '' })
  return { cookie: `__Host-faultline=${text}`, 'x-faultline-csrf': csrfTokenOf(text) }
}

/** The fields of a program: of a person's token, or of a service's. */
export async function withToken(
  { people }: ApiUnderTest,
  whose: { readonly user: string } | ServiceRights,
): Promise<Headers> {
  const of = 'user' in whose ? { ...whose, rights: undefined } : { user: '', rights: whose }
  const name = `t${nextName++}`
  const wanted = { name, expiresAtMs: Date.now() + 3_600_000, ...of }
  const { text } = await makeToken(people, nobodyInParticular, wanted)
  return { authorization: `Bearer ${text}` }
}

let nextName = 1
