import { Worker } from 'node:worker_threads'
import type { ImportedText } from './openapi-thread.ts'

/** OpenAPI documents that the management API is given, one after the other and each in a thread of its own,
 *  which can be ended: the API answers others meanwhile, and no document takes more memory than it may. */
export interface OpenApiImportsOptions {
  readonly threadFile?: URL
  readonly limitMs?: number
}

const usualOptions = {
  threadFile: new URL('openapi-thread.ts', import.meta.url),
  limitMs: 15_000, // the import itself ends after 10 s, with the place that it had come to
} as const satisfies OpenApiImportsOptions

/** Beside the one that is read; each may have 8 MiB. */
const mostWaiting = 4
/** What documents of 3 MB need is 300 MiB, all in all. */
const heapMib = 512

export class OpenApiImports {
  readonly #options: Required<OpenApiImportsOptions>
  readonly #stopped = new AbortController()
  #queue: Promise<unknown> = Promise.resolve()
  #open = 0

  constructor(options: OpenApiImportsOptions = {}) {
    this.#options = { ...usualOptions, ...options }
  }

  get isFull(): boolean {
    return this.#open > mostWaiting
  }

  /** undefined: it took too long, or too much memory. */
  read(text: string): Promise<ImportedText | undefined> {
    this.#open += 1
    const answer = this.#queue.then(() => this.#readInThread(text)).finally(() => (this.#open -= 1))
    this.#queue = answer.catch(() => undefined) // its caller hears of it; the next one goes on
    return answer
  }

  close(): void {
    this.#stopped.abort()
  }

  async #readInThread(text: string): Promise<ImportedText | undefined> {
    const { threadFile, limitMs } = this.#options
    if (this.#stopped.signal.aborted) return undefined
    const { promise, resolve, reject } = Promise.withResolvers<ImportedText | undefined>()
    const thread = new Worker(threadFile, {
      name: 'openapi',
      workerData: text,
      resourceLimits: { maxOldGenerationSizeMb: heapMib },
    })
    const onStop = (): void => resolve(undefined)
    const timer = setTimeout(onStop, limitMs)
    this.#stopped.signal.addEventListener('abort', onStop, { once: true })
    thread.on('message', (answer: ImportedText) => resolve(answer))
    thread.on('exit', () => resolve(undefined))
    thread.on('error', (error) => (isOutOfMemory(error) ? resolve(undefined) : reject(error)))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#stopped.signal.removeEventListener('abort', onStop)
      await thread.terminate()
    }
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
