import { fileURLToPath } from 'node:url'
import type { Definition } from '../definition/definition.ts'
import { recoverRing } from '../flowlog/recover-ring.ts'
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
import { MainThreadDefects } from './main-thread-defects.ts'
import { managementApi } from './management-api.ts'
import { metricsText } from './metrics-text.ts'
import { ringOf } from './node-memory.ts'
import { setUpLink } from './people/passwords.ts'
import { type People, peopleOf } from './people/people.ts'
import { providerOf } from './people/provider-settings.ts'
import { startKeeper } from './permissions/permission-keeper.ts'
import { probeHosts, type ProbeWarning } from './probe-hosts.ts'
import type { AlarmParts } from './routes/alarm-rule-routes.ts'
import type { ServerParts } from './server-parts.ts'
import { StartProblem } from './start-problem.ts'
import { WorkerPool } from './worker-pool.ts'
import { nodeOf, workerSetup } from './worker-setup.ts'
import { CannotListen } from './worker-thread.ts'

/** The life of `faultline start`, from the data folder to the last record: START HERE for the control
 *  plane. Rejects with what went wrong, and leaves nothing open then. */
export async function startServer(
  settings: Settings,
  given: StartedWith,
  parts: ServerParts,
): Promise<Server> {
  const cleanUp = new AsyncDisposableStack()
  try {
    const server = new Server(await layFoundation(settings, parts, cleanUp), cleanUp)
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
  readonly #pool: WorkerPool
  readonly #defects: MainThreadDefects
  #applier: Applier | undefined
  #phase: Phase = 'starting'
  #alarms: AlarmParts | undefined
  #gatewayUrl = ''
  #consoleUrl = ''
  #setUpLink = ''

  constructor(foundation: Foundation, cleanUp: AsyncDisposableStack) {
    const { settings, parts, log, tls } = foundation
    this.#foundation = foundation
    this.#cleanUp = cleanUp
    this.#defects = new MainThreadDefects(log)
    this.#pool = new WorkerPool({
      count: foundation.memory.rings.length,
      workerFile: parts.workerFile,
      log,
      listen: {
        ...settings.listen,
        reusePort: foundation.memory.rings.length > 1,
        ...(tls === undefined ? {} : { tls }),
      },
      setup: (index) => workerSetup(foundation, index, this.consoleUrl),
      recover: (index) => this.#recover(index),
      onState: (data) => this.#events.tell({ topic: 'workers', data }),
      onAnswer: (answer) => this.#releases.answer(answer),
    })
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
    const { settings, parts, folder, log, store, tls } = this.#foundation
    const applier = await this.#begin(given)
    await this.#openConsole(applier, given.told)
    this.#cleanUp.defer(() => this.#pool.stop(0))
    const port = await this.#pool.start(applier.publication)
    await applier.keep()
    this.#gatewayUrl = urlOf(tls === undefined ? 'http' : 'https', settings.listen.host, port)
    const running = {
      pid: process.pid,
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
    if (settings.probe) void this.#probeInBackground(applier)
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

  async stop(): Promise<void> {
    const { settings, log } = this.#foundation
    log.info('stopping: no new connections; requests in flight may finish')
    this.#phase = 'draining'
    this.#pool.drain()
    await new Promise((resolve) => setTimeout(resolve, settings.drainDelaySeconds * 1_000))
    await this.#pool.stop(settings.drainTimeoutSeconds * 1_000)
    await this.#cleanUp.disposeAsync()
  }

  async #begin({ definition, files }: StartedWith): Promise<Applier> {
    const { store, state, keys, resolver } = this.#foundation
    const options = {
      store,
      state,
      keysOf: (gateways: readonly string[]) => keys.keysOf(gateways),
      publish: this.#pool.publish.bind(this.#pool),
      probe: (releases: Parameters<typeof probeHosts>[0]) => probeHosts(releases, resolver),
      onProgress: (progress: ReleaseProgress) => this.#releases.progress(progress),
    }
    this.#applier = await Applier.begin(options, definition, authorOf('--apply', files))
    return this.#applier
  }

  /** It answers from now on: `/healthz` says 503 until everything is live. */
  async #openConsole(applier: Applier, told: () => Promise<readonly ToldSetting[]>): Promise<void> {
    const { settings, parts, log, flowLog, resolver } = this.#foundation
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
      monitored: { health: () => this.#health(), metrics: () => this.#metrics() },
      workers: this.#pool,
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
    await app.listen(settings.console)
    const address = app.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    this.#consoleUrl = urlOf('http', settings.console.host, port)
    startAlarms(alarms, this.#cleanUp)
    if (settings.adminToken === '') this.#setUpLink = await setUpLink(people)
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

  #health(): Health {
    const { parts, flowLog } = this.#foundation
    const { isEngineRunning, engineRestarts, dropped, gaps } = flowLog.counts()
    const logEngine = {
      state: isEngineRunning ? 'running' : 'restarting',
      restarts: engineRestarts,
    }
    const droppedCount = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    const losses = { dropped: droppedCount, gaps: gaps.length }
    return healthOf(this.#phase, parts.version, this.#pool.states, logEngine, losses)
  }

  #examined(applier: Applier, mayProbe: boolean): ExaminedPlace {
    const { settings, parts, flowLog, resolver } = this.#foundation
    return {
      settings,
      version: parts.version,
      running: {
        workers: this.#pool.states,
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
    const { parts, flowLog, memory } = this.#foundation
    return metricsText({
      version: parts.version,
      traffic: await this.#pool.measure(),
      workers: this.#pool.states,
      busyShares: this.#pool.busyShares,
      flowLog: flowLog.counts(),
      conclusions: flowLog.conclusions,
      counters: parts.counters.losses(memory.counters),
      ...(await measuredAlarms(this.#alarms)),
      mainThreadDefects: this.#defects.count,
    })
  }

  async #recover(index: number): Promise<void> {
    const { parts, memory, spoolFolder, log } = this.#foundation
    parts.counters.releaseWorker(memory.counters, index)
    const found = await recoverRing(
      ringOf(memory, index),
      spoolFolder,
      nodeOf(this.#foundation, index),
    )
    log.info('records of the ended worker are saved', { lostRequests: found.lostRequests })
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
