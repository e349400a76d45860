import { setTimeout as wait } from 'node:timers/promises'
import { rm } from 'node:fs/promises'
import type {
  CarriedCounts,
  CarryOrder,
  ControlPlace,
  FromControl,
  Hello,
  Question,
  ToControl,
} from './carrier-messages.ts'
import { type ControlEnd, ControlProcess } from './control-process.ts'
import { MainThreadDefects } from './main-thread-defects.ts'
import type { CounterParts } from './node-memory.ts'
import { processLog, type ProcessLog } from './process-log.ts'
import { untilStopped } from './stop-signals.ts'
import type { Traffic } from './traffic.ts'
import { toldFailure } from './worker-failures.ts'

/** The life of `faultline start` as the one who started it sees it: START HERE for what is a process of its own. The
 *  carrier holds the workers and their port, and starts the control plane, which tells it what to carry. It knows
 *  as little as possible, so that there is little in it to fail: traffic ends with it, and with nothing else. */
export interface CarrierOptions {
  /** Of the command. */
  readonly words: readonly string[]
  /** src/control-plane.ts and src/worker.ts. */
  readonly controlFile: URL
  readonly workerFile: URL
  loadCounters(): Promise<CounterParts>
  /** What the command started in this process; each control plane is told. */
  readonly beside: unknown
}

export class Carrier {
  readonly #options: CarrierOptions
  #control: ControlProcess | undefined
  #loaded: Promise<Loaded> | undefined
  #log: ProcessLog = processLog('text')
  #order: CarryOrder | undefined
  #traffic: Traffic | undefined
  #defects: MainThreadDefects | undefined
  /** Set once everything was live. */
  #place: ControlPlace | undefined
  #restarts = 0
  /** In a row that ended soon. */
  #failures = 0
  #isControlReady = false
  /** SIGHUP came while no control plane could hear it. */
  #mustReapply = false
  #stopped: Promise<number> | undefined
  readonly #stopping = new AbortController()
  #toldCounts = ''

  constructor(options: CarrierOptions) {
    this.#options = options
  }

  /** Resolves with the exit code. */
  async run(): Promise<number> {
    for (;;) {
      const control = this.#startControl()
      const end = await control.ended
      if (this.#stopping.signal.aborted) return (await this.#stopped) ?? 0
      if (this.#place === undefined) return await this.#giveUp(end)
      await control.endEngine()
      await this.#waitForNext(control, end)
      if (this.#stopping.signal.aborted) return (await this.#stopped) ?? 0
      this.#restarts += 1
    }
  }

  /** It never served, and said why. */
  async #giveUp({ code }: ControlEnd): Promise<number> {
    await this.#traffic?.stop(0)
    return code
  }

  #startControl(): ControlProcess {
    const { controlFile, words } = this.#options
    this.#traffic?.newControl()
    this.#isControlReady = false
    const control: ControlProcess = new ControlProcess(controlFile, words, (message) =>
      this.#hear(control, message),
    )
    this.#control = control
    control.tell(this.#hello())
    this.#loaded ??= this.#load()
    return control
  }

  /** While the control plane starts, which takes longer. */
  async #load(): Promise<Loaded> {
    const { Traffic } = await import('./traffic.ts')
    return { Traffic, counters: await this.#options.loadCounters() }
  }

  #hello(): Hello {
    const counts = this.#traffic === undefined ? undefined : this.#counts(this.#traffic)
    const carried =
      this.#place === undefined ? undefined : this.#traffic?.carried(this.#place.consolePort)
    const typed = process.argv[1] ?? ''
    const { beside } = this.#options
    const restarts = this.#restarts
    return { type: 'hello', pid: process.pid, typed, beside, restarts, counts, carried }
  }

  /** At once, then later and later while it keeps ending soon. */
  async #waitForNext(control: ControlProcess, { reason }: ControlEnd): Promise<void> {
    const isSound = performance.now() - control.startedMs > soundLifeMs
    this.#failures = isSound ? 1 : this.#failures + 1
    const delayMs = restartDelaysMs[Math.min(this.#failures, restartDelaysMs.length) - 1] ?? 0
    this.#log.error('the control plane ended; traffic goes on; starting another', {
      reason,
      delayMs,
    })
    await wait(delayMs, undefined, this.#stopping).catch(() => undefined) // a stop does not wait
  }

  #hear(control: ControlProcess, message: FromControl): void {
    if (message.type === 'kill') this.#traffic?.kill(message.worker)
    else if (message.type === 'engine') control.engine = message.processId
    else if (message.type === 'concluded') this.#traffic?.concluded(message.report)
    else void this.#answer(control, message)
  }

  async #answer(control: ControlProcess, question: Question): Promise<void> {
    const { id } = question
    try {
      control.tell({ type: 'done', id, result: await this.#act(question) })
    } catch (error) {
      control.tell({ type: 'failed', id, failure: toldFailure(error) })
    }
  }

  async #act(question: Question): Promise<unknown> {
    if (question.type === 'carry') return await this.#carry(question.order)
    const traffic = this.#traffic
    if (traffic === undefined) throw new Error('nothing is carried yet') // our defect
    switch (question.type) {
      case 'publish':
        return await traffic.publish(question.publication, question.backVersion)
      case 'measure':
        return await traffic.measure(this.#defects?.count ?? 0)
      case 'ready':
        return this.#ready(question.place)
    }
  }

  async #carry(order: CarryOrder): Promise<number> {
    const { workerFile } = this.#options
    this.#order = order
    this.#log = processLog(order.log)
    const { Traffic, counters } = await (this.#loaded ?? this.#load())
    const traffic = new Traffic(order, {
      workerFile,
      counters,
      log: this.#log,
      onState: (state) => this.#tell({ type: 'worker', state }),
      onAnswer: (answer) => this.#tell({ type: 'answer', answer }),
    })
    this.#traffic = traffic
    const port = await traffic.start()
    setInterval(() => this.#tellCounts(traffic), countsMs).unref()
    return port
  }

  /** From the first time on, signals are ours and no defect ends us. */
  #ready(place: ControlPlace): void {
    const isFirst = this.#place === undefined
    this.#place = place
    this.#isControlReady = true
    if (this.#mustReapply) this.#reapply()
    if (!isFirst) return this.#log.info('the control plane is back', { restarts: this.#restarts })
    this.#defects = new MainThreadDefects(this.#log)
    this.#defects.survive()
    this.#stopped = untilStopped({
      reapply: () => this.#reapply(),
      stop: () => this.#stop(),
    })
  }

  #reapply(): void {
    this.#mustReapply = !this.#isControlReady
    if (this.#isControlReady) this.#tell({ type: 'reapply' })
  }

  /** The same with and without a control plane; one that is there closes what it holds when nobody serves any more. */
  async #stop(): Promise<number> {
    const { drainDelayMs = 0, drainTimeoutMs = 0 } = this.#order ?? {}
    this.#stopping.abort()
    this.#tell({ type: 'draining' })
    this.#log.info('stopping: no new connections; requests in flight may finish')
    this.#traffic?.drain()
    await wait(drainDelayMs)
    await this.#traffic?.stop(drainTimeoutMs)
    return await this.#endControl()
  }

  async #endControl(): Promise<number> {
    const control = this.#control
    if (control?.isThere !== true || !this.#isControlReady || this.#traffic === undefined) {
      control?.kill()
      await control?.ended
      if (this.#place !== undefined) await rm(this.#place.runtimeFile, { force: true })
      return 0
    }
    control.tell({ type: 'end', counts: this.#counts(this.#traffic) })
    const timer = setTimeout(() => {
      this.#log.error('the control plane did not end in time and is ended')
      control.kill()
    }, endMs)
    const { code } = await control.ended
    clearTimeout(timer)
    return code
  }

  #counts(traffic: Traffic): CarriedCounts {
    return traffic.counts(this.#defects?.count ?? 0)
  }

  #tellCounts(traffic: Traffic): void {
    const counts = this.#counts(traffic)
    const { rings, losses, defects } = counts
    const text = JSON.stringify([rings, losses, defects])
    if (text === this.#toldCounts) return
    this.#toldCounts = text
    this.#tell({ type: 'counts', counts })
  }

  #tell(message: ToControl): void {
    this.#control?.tell(message)
  }
}

interface Loaded {
  readonly Traffic: typeof import('./traffic.ts').Traffic
  readonly counters: CounterParts
}

/** Waiting before the first, second … start in a row: one that is killed once is missed as short as can be. */
const restartDelaysMs = [0, 1_000, 2_000, 5_000, 10_000]
/** One that lived so long did not fail because of how it was started. */
const soundLifeMs = 60_000
/** What it shows of records is that old at most. */
const countsMs = 250
/** For closing the console, the log engine and the store; twice what the engine may take, and more. */
const endMs = 20_000
