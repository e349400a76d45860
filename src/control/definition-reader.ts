import { Worker } from 'node:worker_threads'
import type { ReadResult } from '../definition/read-definition.ts'
import type { Plugin } from '../model/plugin.ts'
import { receivedDefinition } from './received-definition.ts'

/** Definitions that the management API receives. Large ones take up to seconds, so they are read in a thread, which
 *  starts when first needed, goes when idle, and can be ended: the API answers others meanwhile. */
export interface DefinitionReaderOptions {
  readonly threadFile?: URL
  readonly limitMs?: number
}

const usualOptions = {
  threadFile: new URL('definition-thread.ts', import.meta.url),
  limitMs: 60_000,
} as const satisfies DefinitionReaderOptions

/** Below these it costs less to read a text than to send it to and fro; YAML takes ten times as long as JSON. */
const largeYaml = 16_384
const largeJson = 524_288
const idleMs = 30_000
/** Beside the one that is read; each may have 8 MiB. */
const mostWaiting = 4
/** 8 MiB of YAML take 900 MiB. */
const heapMib = 1_536

export class DefinitionReader {
  readonly #plugins: readonly Plugin[]
  readonly #options: Required<DefinitionReaderOptions>
  #thread: Worker | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #open = 0
  #isClosed = false

  constructor(plugins: readonly Plugin[], options: DefinitionReaderOptions = {}) {
    this.#plugins = plugins
    this.#options = { ...usualOptions, ...options }
  }

  /** As many wait as may. */
  get isFull(): boolean {
    return this.#open > mostWaiting
  }

  /** undefined: it took too long, or too much memory. */
  async read(text: string): Promise<ReadResult | undefined> {
    const isJson = text.startsWith('{')
    if (text.length < (isJson ? largeJson : largeYaml) && !isBundle(text)) {
      return receivedDefinition(text, this.#plugins)
    }
    this.#open += 1
    const answer = this.#queue.then(() => this.#readInThread(text)).finally(() => (this.#open -= 1))
    this.#queue = answer.catch(() => undefined) // its caller hears of it; the next one goes on
    return await answer
  }

  close(): void {
    this.#isClosed = true
    this.#end()
  }

  async #readInThread(text: string): Promise<ReadResult | undefined> {
    if (this.#isClosed) return undefined
    clearTimeout(this.#idleTimer)
    const thread = (this.#thread ??= this.#start())
    const { promise, resolve, reject } = Promise.withResolvers<ReadResult | undefined>()
    const timer = setTimeout(resolve, this.#options.limitMs, undefined)
    const onEnd = (): void => resolve(undefined)
    const onError = (error: unknown): void =>
      isOutOfMemory(error) ? resolve(undefined) : reject(error)
    thread.once('message', resolve).once('exit', onEnd).once('error', onError)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(text)
    const answer = await promise.finally(() => {
      clearTimeout(timer)
      thread.off('message', resolve).off('exit', onEnd).off('error', onError)
    })
    if (answer === undefined) this.#end()
    this.#idleTimer = setTimeout(() => this.#end(), idleMs).unref()
    return answer
  }

  #start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: heapMib }
    const thread = new Worker(this.#options.threadFile, { name: 'definition', resourceLimits })
    thread.unref()
    thread.on('error', () => this.#end()) // whoever waits for an answer hears of it
    return thread
  }

  #end(): void {
    clearTimeout(this.#idleTimer)
    void this.#thread?.terminate()
    this.#thread = undefined
  }
}

/** It holds definitions as texts, and perhaps OpenAPI documents. */
function isBundle(text: string): boolean {
  return text.length >= largeYaml && text.startsWith('{"faultlineBundle":')
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
