import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { emptyState } from '../definition/control-state.ts'
import { readDefinitions } from '../definition/read-definition.ts'
import { classify } from '../diagnosis/diagnose.ts'
import { checkAggregate } from '../flowlog/aggregate/record-aggregate.ts'
import { EngineFailure } from '../flowlog/engine-process.ts'
import type { FlowLog } from '../flowlog/flow-log.ts'
import { pageOf, recordSearch } from '../flowlog/record-search.ts'
import { aggregateSpool } from '../flowlog/spool-aggregate.ts'
import { NameResolver } from '../network/resolver.ts'
import { allPlugins } from '../plugins/all-plugins.ts'
import { Applier } from './applier.ts'
import { contactBook } from './contact-book.ts'
import { settingsWith } from './doctor/place-under-test.ts'
import { healthOf } from './health.ts'
import { managementApi } from './management-api.ts'
import { openStore } from './open-store.ts'
import { processLog } from './process-log.ts'
import type { StateStore } from '../storage/state-store.ts'

/** For tests: the whole management API with a definition applied and a store of its own, without a socket, a
 *  worker or a log engine. */
export interface ApiUnderTest extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly applier: Applier
  readonly token: string
  /** Of the process log. */
  readonly logged: readonly string[]
  /** As an administrator. */
  get(url: string): Promise<Answer>
  apply(definition: string): Promise<Answer>
}

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>

const token = 'a-token-of-this-test-0123456789'

export async function apiUnderTest(definition = 'version: 1\n'): Promise<ApiUnderTest> {
  const cleanUp = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'faultline-api-'))
  cleanUp.defer(() => rmSync(folder, { recursive: true, force: true }))
  const logged: string[] = []
  const log = processLog('text', (line) => logged.push(line))
  const { store } = await openStore({ database: '' }, folder, log, cleanUp)
  const applier = await appliedTo(store, definition)
  await applier.keep()
  const resolver = new NameResolver()
  cleanUp.defer(() => resolver.close())
  const app = managementApi({
    token,
    version: '0.0.0',
    plugins: allPlugins,
    probeByDefault: false,
    log,
    applier,
    history: store.database,
    flowLog: emptyFlowLog as FlowLog, // of which the routes use no more
    contacts: contactBook(() => applier.state, ''),
    monitored: { health: healthy, metrics: async () => '' },
    workers: { kill: () => false, states: [] },
    examined: (mayProbe) => ({
      settings: settingsWith({ data: folder }),
      version: '0.0.0',
      running: undefined,
      resolver,
      releases: async () => [],
      mayProbe,
    }),
    probed: { releases: () => [], resolver },
    portalAddresses: { baseUrl: () => 'https://api.example.com', hostTemplate: '' },
  })
  cleanUp.defer(() => app.close())
  const headers = { authorization: `Bearer ${token}` }
  return {
    app,
    applier,
    token,
    logged,
    get: (url) => app.inject({ url, headers }),
    apply: (body) => app.inject({ method: 'POST', url: '/api/v1/apply', headers, body }),
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}

async function appliedTo(store: StateStore, text: string): Promise<Applier> {
  const read = readDefinitions([{ file: 'test.yaml', text }], {
    expand: undefined,
    readFile: undefined,
    plugins: allPlugins,
  })
  if (!read.ok) throw new Error(JSON.stringify(read.problems, undefined, 2))
  const options = {
    store,
    state: emptyState(),
    keysOf: async () => [],
    publish: async () => undefined,
    probe: async () => [],
  }
  return await Applier.begin(options, read.definition, { actor: '--apply test', address: '' })
}

/** Understands every question, and knows no record. */
const emptyFlowLog: Pick<FlowLog, 'byId' | 'list' | 'aggregate' | 'export'> = {
  byId: async () => undefined,
  list: async (filter) => {
    const { limit } = recordSearch(filter)
    return { ...pageOf([], limit, true), gaps: [] }
  },
  aggregate: async (filter, question) => {
    checkAggregate(question, filter)
    return { ...(await aggregateSpool([], question, filter, classify)), gaps: [] }
  },
  export: async ({ filter }) => {
    recordSearch({ ...filter, limit: 1 })
    throw new EngineFailure('there is no engine in this test')
  },
}

function healthy(): ReturnType<typeof healthOf> {
  const worker = { index: 0, state: 'running', restarts: 0, lastFailure: '' } as const
  const engine = { state: 'running', restarts: 0 } as const
  return healthOf('serving', '0.0.0', [worker], engine, { dropped: 0, gaps: 0 })
}
