import { fileURLToPath } from 'node:url'
import type { Definition } from '../definition/definition.ts'
import { reasonOf, reasonsOf } from '../model/reason.ts'
import type { ToldSetting } from '../model/told-setting.ts'
import type { Settings } from '../settings.ts'
import type { Author } from '../storage/control-change.ts'
import { alarmsOf, measuredAlarms, startAlarms, tellPeople } from './alarms/start-alarms.ts'
import { Applier } from './applier.ts'
import { readConsole } from './console-files.ts'
import { closeApp } from './close-app.ts'
import { contactBook } from './contact-book.ts'
import { debuggedOf } from './debug/debug-place.ts'
import type { ExaminedPlace } from './doctor/examined-place.ts'
import { EventBus } from './events/event-bus.ts'
import { type ReleaseProgress, ReleaseWatch } from './events/release-events.ts'
import { type Foundation, helpAddress, layFoundation } from './foundation.ts'
import { type Health, healthOf, type Phase } from './health.ts'
import { listenSentence, urlOf } from './listen-check.ts'
import { MainThreadDefects } from '../carrier/main-thread-defects.ts'
import { managementApi } from './management-api.ts'
import { metricsText } from './metrics-text.ts'
import { setUpLink } from './people/passwords.ts'
import { type People, peopleOf } from './people/people.ts'
import { nodeStores } from './node-stores.ts'
import { providerOf } from './people/provider-settings.ts'
import { startKeeper } from './permissions/permission-keeper.ts'
import { probeHosts, type ProbeWarning } from './probe-hosts.ts'
import type { AlarmParts } from './routes/alarm-rule-routes.ts'
import type { Monitored } from './routes/health-routes.ts'
import type { ServerParts } from './server-parts.ts'
import { StartProblem } from './start-problem.ts'
import { CannotListen } from '../carrier/worker-failures.ts'
import type { WorkerAnswer, WorkerState } from '../carrier/worker-state.ts'
import type { CarrierLink } from './carrier-link.ts'
import { carryOrder } from './carry-order.ts'
import { CarriedWorkers } from './carried-workers.ts'

/** The life of the control plane, from the data folder to the last record: START HERE for it. The carrier
 *  (src/carrier/carrier.ts) started it, and holds the workers. Rejects with what went wrong, and leaves nothing open then. */
export async function startServer(
  settings: Settings,
  given: StartedWith,
  parts: ServerParts,
  link: CarrierLink,
): Promise<Server> {
  const cleanUp = new AsyncDisposableStack()
  try {
    const server = new Server(await layFoundation(settings, parts, link, cleanUp), cleanUp)
    await server.start(given)
    return server
  } catch (error) {
    await cleanUp.disposeAsync()
    if (!(error instanceof CannotListen)) throw error
    throw new StartProblem(listenSentence('--listen', error.address, error.code), { cause: error })
  }
}

/** What the command line names. */
interface StartedWith {
  readonly definition: Definition
  /** Where it came from, for the audit. */
  readonly files: readonly string[]
  /** Its settings for people, without secrets. */
  readonly told: () => Promise<readonly ToldSetting[]>
}

export class Server {
  readonly #foundation: Foundation
  readonly #cleanUp: AsyncDisposableStack
  readonly #events = new EventBus()
  readonly #releases = new ReleaseWatch((data) => this.#events.tell({ topic: 'releases', data }))
  readonly #workers: CarriedWorkers
  readonly #defects: MainThreadDefects
  #applier: Applier | undefined
  #phase: Phase = 'starting'
  #alarms: AlarmParts | undefined
  #gatewayUrl = ''
  #consoleUrl = ''
  #setUpLink = ''

  constructor(foundation: Foundation, cleanUp: AsyncDisposableStack) {
    this.#foundation = foundation
    this.#cleanUp = cleanUp
    this.#defects = new MainThreadDefects(foundation.log)
    this.#workers = new CarriedWorkers(foundation.link)
  }

  get gatewayUrl(): string {
    return this.#gatewayUrl
  }

  get consoleUrl(): string {
    return this.#consoleUrl
  }

  /** '' unless this start made the token. */
  get newToken(): string {
    return this.#foundation.isNewToken ? this.#foundation.token : ''
  }

  /** '' unless this start made it. */
  get setUpLink(): string {
    return this.#setUpLink
  }

  async start(given: StartedWith): Promise<void> {
    const { settings, parts, folder, log, store, link } = this.#foundation
    const applier = await this.#begin(given)
    await this.#openConsole(applier, given.told)
    const port = await this.#workers.start(
      await carryOrder(this.#foundation, this.consoleUrl),
      applier.publication,
    )
    await applier.keep()
    const scheme = settings.tlsCertificate === '' ? 'http' : 'https'
    this.#gatewayUrl = urlOf(scheme, settings.listen.host, port)
    const running = {
      pid: link.hello.pid,
      controlPid: process.pid,
      gateway: this.gatewayUrl,
      console: this.consoleUrl,
      version: parts.version,
    }
    await folder.write('runtime.json', `${JSON.stringify(running)}\n`)
    this.#cleanUp.defer(() => folder.remove('runtime.json'))
    this.#phase = 'serving'
    const notify = tellPeople(() => this.#alarms, log)
    this.#cleanUp.defer(startKeeper({ applier, database: store.database, log, notify }))
    this.#cleanUp.defer(this.#defects.survive())
    for (const warning of applier.startWarnings) log.warn(warning.message, { at: warning.path })
    if (settings.probe && link.hello.carried === undefined) void this.#probeInBackground(applier)
  }

  /** SIGHUP: the files again, as they are now. What is wrong with them goes to the process log, and
   *  everything stays as it was. */
  async reapply(read: () => Definition, files: readonly string[]): Promise<void> {
    const { settings, log } = this.#foundation
    if (this.#applier === undefined) return
    try {
      const author = authorOf('SIGHUP', files)
      const options = { dryRun: false, probe: settings.probe, author, comment: '' }
      const { releases, warnings } = await this.#applier.apply(read(), options)
      const changedStages = releases.filter(({ changed }) => changed).length
      log.info('definitions applied again', { changedStages })
      this.#warn(warnings)
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      const facts = cause === undefined ? {} : { cause: reasonsOf(cause) }
      log.error(`definitions not applied: ${reasonOf(error)}`, facts)
    }
  }

  /** From now on our end is not the end of traffic, and signals are heard. */
  async ready(): Promise<void> {
    const { folder, link } = this.#foundation
    const consolePort = Number(new URL(this.consoleUrl).port)
    await link.ready({ consolePort, runtimeFile: folder.fileAt('runtime.json') })
  }

  workerChanged(data: WorkerState): void {
    this.#events.tell({ topic: 'workers', data })
  }

  workerAnswered(answer: WorkerAnswer): void {
    this.#releases.answer(answer)
  }

  /** The carrier stops the workers. */
  startDrain(): void {
    this.#phase = 'draining'
  }

  /** After the workers have ended. */
  async close(): Promise<void> {
    await this.#cleanUp.disposeAsync()
  }

  async #begin({ definition, files }: StartedWith): Promise<Applier> {
    const { store, state, keys, resolver, link } = this.#foundation
    const { carried } = link.hello
    const options = {
      store,
      state,
      keysOf: (gateways: readonly string[]) => keys.keysOf(gateways),
      publish: this.#workers.publish.bind(this.#workers),
      // one of before may have told the version after its last, to go back to
      firstVersion: carried === undefined ? 1 : carried.version + 2,
      probe: (releases: Parameters<typeof probeHosts>[0]) => probeHosts(releases, resolver),
      onProgress: (progress: ReleaseProgress) => this.#releases.progress(progress),
    }
    this.#applier = await Applier.begin(options, definition, authorOf('--apply', files))
    return this.#applier
  }

  /** It answers from now on: `/healthz` says 503 until everything is live. */
  async #openConsole(applier: Applier, told: () => Promise<readonly ToldSetting[]>): Promise<void> {
    const { settings, parts, log, flowLog, resolver, link } = this.#foundation
    const people = this.#peopleOf(applier)
    const contacts = contactBook(() => applier.state, settings.operatorContact)
    const consoleUrl = (): string => helpAddress(settings, this.consoleUrl)
    const alarms = alarmsOf(this.#foundation, applier, contacts, consoleUrl, (data) =>
      this.#events.tell({ topic: 'alarms', data }),
    )
    this.#alarms = alarms
    const app = managementApi({
      people,
      trustedProxies: settings.trustedProxies,
      version: parts.version,
      node: settings.node,
      settings: told,
      plugins: parts.plugins,
      probeByDefault: settings.probe,
      log,
      applier,
      history: this.#foundation.store.database,
      flowLog,
      contacts,
      alarms,
      monitored: this.#monitored(),
      workers: this.#workers,
      examined: (mayProbe) => this.#examined(applier, mayProbe),
      console: readConsole(fileURLToPath(parts.consoleFolder)),
      gatewayCreation: settings.gatewayCreation,
      portalAddresses: {
        baseUrl: () => settings.publicGatewayUrl || this.gatewayUrl,
        hostTemplate: settings.hostTemplate,
      },
      probed: { releases: () => applier.publication.releases, resolver },
      events: this.#events,
      debugged: debuggedOf(this.#foundation, applier, contacts, () => {
        if (this.#phase !== 'serving') return undefined
        return { gatewayUrl: this.gatewayUrl, consoleUrl: this.consoleUrl }
      }),
    })
    this.#cleanUp.defer(() => closeApp(app))
    const { carried } = link.hello
    await app.listen({ ...settings.console, port: carried?.consolePort ?? settings.console.port })
    const address = app.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    this.#consoleUrl = urlOf('http', settings.console.host, port)
    startAlarms(alarms, this.#cleanUp)
    const isFirst = carried === undefined
    if (isFirst && settings.adminToken === '') this.#setUpLink = await setUpLink(people)
  }

  #peopleOf(applier: Applier): People {
    const { settings, token, store } = this.#foundation
    return peopleOf({
      adminToken: token,
      database: store.database,
      state: () => applier.state,
      consoleUrl: () => helpAddress(settings, this.consoleUrl),
      provider: providerOf(settings),
    })
  }

  #monitored(): Monitored {
    const { flowLog, link, store } = this.#foundation
    return {
      health: () => this.#health(),
      metrics: async () => await this.#metrics(),
      stores: async () => await nodeStores(flowLog.counts(), link.counts.losses, store.database),
    }
  }

  #health(): Health {
    const { parts, flowLog, link } = this.#foundation
    const { isEngineRunning, engineRestarts, dropped, gaps } = flowLog.counts()
    const logEngine = {
      state: isEngineRunning ? 'running' : 'restarting',
      restarts: engineRestarts,
    }
    const droppedCount = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    const losses = { dropped: droppedCount, gaps: gaps.length }
    const others = { logEngine, controlPlane: { restarts: link.hello.restarts } }
    return healthOf(this.#phase, parts.version, this.#workers.states, others, losses)
  }

  #examined(applier: Applier, mayProbe: boolean): ExaminedPlace {
    const { settings, parts, flowLog, resolver } = this.#foundation
    return {
      settings,
      version: parts.version,
      running: {
        workers: this.#workers.states,
        flowLog: flowLog.counts(),
        gatewayUrl: this.gatewayUrl,
        helpUrl: helpAddress(settings, this.consoleUrl),
      },
      resolver,
      releases: async () => applier.publication.releases,
      mayProbe,
    }
  }

  async #metrics(): Promise<string> {
    const { parts, flowLog, link } = this.#foundation
    const { traffic, counts } = await this.#workers.measure()
    return metricsText({
      version: parts.version,
      traffic,
      workers: counts.workers,
      busyShares: counts.busyShares,
      flowLog: flowLog.counts(),
      conclusions: flowLog.conclusions,
      counters: counts.losses,
      ...(await measuredAlarms(this.#alarms)),
      mainThreadDefects: this.#defects.count + counts.defects,
      controlRestarts: link.hello.restarts,
      process: counts.process,
    })
  }

  async #probeInBackground(applier: Applier): Promise<void> {
    try {
      this.#warn(await applier.probeAll())
    } catch (error) {
      this.#foundation.log.error('probing the backends failed', { reason: reasonOf(error) })
    }
  }

  #warn(warnings: readonly ProbeWarning[]): void {
    for (const { path, message } of warnings) this.#foundation.log.warn(message, { at: path })
  }
}

function authorOf(cause: '--apply' | 'SIGHUP', files: readonly string[]): Author {
  return { actor: [cause, ...files].join(' '), address: '' }
}
