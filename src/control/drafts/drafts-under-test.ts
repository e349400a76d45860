import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ControlState, emptyState } from '../../definition/control-state.ts'
import type { Publication } from '../../model/release.ts'
import { NameResolver } from '../../network/resolver.ts'
import { allPlugins } from '../../plugins/all-plugins.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { ControlStore } from '../../storage/control-store.ts'
import { openSqlite } from '../../storage/sqlite-database.ts'
import { Applier } from '../applier.ts'
import { readConsole } from '../console-files.ts'
import { contactBook } from '../contact-book.ts'
import { EventBus } from '../events/event-bus.ts'
import { type ReleaseProgress, ReleaseWatch } from '../events/release-events.ts'
import { managementApi } from '../management-api.ts'
import { type People, peopleOf } from '../people/people.ts'
import { processLog } from '../../carrier/process-log.ts'
import { stateOf } from '../stored-state.ts'
import { PublishRefused } from '../../carrier/worker-failures.ts'

/** The management API over a database of its own, with workers that only remember what they are told:
 *  for tests of drafts and releases, which need no traffic. */
export interface DraftsUnderTest {
  ask(method: Method, path: string, body?: unknown, headers?: Headers): Promise<Answered>
  /** What is served now, as `shop/prod/3`. */
  served(): readonly string[]
  publication(): Publication
  /** A worker says this to the next publication. */
  refuseNext(reason: string): void
  /** Drafts and releases of the past cannot be read or written meanwhile; what is served is kept. */
  historyFails(does: boolean): void
  /** Of calls lately, as the flow log would count them by resource and application. */
  readonly calls: Map<string, Map<string, number>>
  /** Another server on the same file, as after kill -9. */
  restart(): Promise<void>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Headers = Readonly<Record<string, string>>

export interface Answered {
  readonly status: number
  readonly etag: string
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
  // what a test looks into
  readonly body: Readonly<Record<string, unknown>>
}

interface Owner {
  after(stop: () => Promise<void>): void
}

const token = 'a-token-of-this-test-0123456789'

export async function draftsUnderTest(owner: Owner): Promise<DraftsUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-drafts-'))
  const calls: DraftsUnderTest['calls'] = new Map()
  const workers = new RememberingWorkers()
  let server = await open(join(folder, 'control.db'), workers, calls)
  owner.after(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  return {
    calls,
    ask: async (method, path, body, headers = {}) => {
      const payload = typeof body === 'string' ? body : JSON.stringify(body)
      const response = await server.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(body === undefined ? {} : { payload }),
      })
      const isJson = /json/.test(String(response.headers['content-type']))
      return {
        status: response.statusCode,
        etag: response.headers.etag ?? '',
        text: response.body,
        headers: response.headers,
        body: isJson ? response.json<Answered['body']>() : {},
      }
    },
    served: () =>
      workers.publication.releases.map((one) => `${one.gateway}/${one.stage}/${one.number}`),
    publication: () => workers.publication,
    refuseNext: (reason) => (workers.refusal = reason),
    historyFails: (does) => (workers.losesHistory = does),
    restart: async () => {
      const next = await open(join(folder, 'control.db'), workers, calls)
      await server.close()
      server = next
    },
  }
}

class RememberingWorkers {
  publication: Publication = {
    version: 0,
    releases: [],
    directory: { version: 0, apps: [], grants: [], keys: [] },
  }
  refusal = ''
  losesHistory = false
  readonly states = [{ state: 'running' as const }, { state: 'running' as const }]

  async publish(publication: Publication): Promise<void> {
    const reason = this.refusal
    this.refusal = ''
    if (reason !== '') throw new PublishRefused(reason)
    this.publication = publication
  }
}

const portalAddresses = { baseUrl: () => 'https://api.example.com', hostTemplate: '' }

async function open(file: string, workers: RememberingWorkers, calls: DraftsUnderTest['calls']) {
  const store = await ControlStore.open(openSqlite(file))
  const state: ControlState = store.isEmpty ? emptyState() : stateOf(await store.load())
  const events = new EventBus()
  const watch = new ReleaseWatch((data) => events.tell({ topic: 'releases', data }))
  const options = {
    onProgress: (progress: ReleaseProgress) => watch.progress(progress),
    state,
    store,
    keysOf: async () => [],
    publish: async (publication: Publication) => await workers.publish(publication),
    probe: async () => [],
  }
  const applier = await Applier.begin(options, nothingApplied, { actor: 'start', address: '' })
  const resolver = new NameResolver()
  const app = managementApi({
    people: peopleOver(store.database, () => applier.state),
    trustedProxies: [],
    version: '0.0.0',
    node: 'test',
    settings: async () => [],
    plugins: allPlugins,
    probeByDefault: false,
    gatewayCreation: 'administrators',
    log: processLog('text', () => undefined),
    applier,
    history: historyOf(store, workers),
    flowLog: countedCalls(calls),
    contacts: contactBook(() => applier.state, ''),
    monitored: {} as Parameters<typeof managementApi>[0]['monitored'], // not asked here
    events,
    ...notAsked,
    workers: { kill: () => false, states: workers.states },
    examined: () => {
      throw new Error('nothing is examined')
    },
    portalAddresses,
    probed: { releases: () => [], resolver },
    console: readConsole('/nowhere'),
  })
  const close = async (): Promise<void> => {
    await app.close()
    resolver.close()
    await store.close()
  }
  return { app, close }
}

function historyOf({ database }: ControlStore, workers: RememberingWorkers): ControlDatabase {
  return {
    ...database,
    get tables() {
      if (workers.losesHistory) throw new Error('the database is away')
      return database.tables
    },
  }
}

const nothingApplied = { apps: [], gateways: [], warnings: [] }

function peopleOver(database: ControlDatabase, state: () => ControlState): People {
  const consoleUrl = (): string => ''
  return peopleOf({ adminToken: token, database, state, consoleUrl, provider: undefined })
}

type FlowLog = Parameters<typeof managementApi>[0]['flowLog']

/** Of the flow log only what preflights ask. */
function countedCalls(calls: DraftsUnderTest['calls']): FlowLog {
  const aggregate: FlowLog['aggregate'] = async ({ include = [] }, question) => {
    const field = question.kind === 'top-values' ? (question.fields[0] ?? '') : ''
    const resource = include[0]?.slice('resource:'.length)
    const counts =
      resource === undefined
        ? [...calls].map(([name, apps]) => [name, sum(apps.values())] as const)
        : [...(calls.get(resource) ?? [])]
    const values = counts.map(([value, count]) => ({ value, count, share: 0 }))
    const one = { field, total: 0, distinct: values.length, values, others: 0 }
    return { complete: true, kind: 'top-values', fields: [one], gaps: [] }
  }
  return { aggregate } as FlowLog
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((all, count) => all + count, 0)
}

/** Parts of routes that are not asked here. */
const notAsked = { debugged: {}, alarms: {} } as Pick<
  Parameters<typeof managementApi>[0],
  'debugged' | 'alarms'
>
