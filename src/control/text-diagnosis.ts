import { Worker } from 'node:worker_threads'
import type { diagnoseText } from '../diagnosis/transcripts/diagnose-text.ts'
import type { Language } from '../model/bilingual.ts'
import type { FromReader, TextQuestion } from './diagnosis-thread.ts'

/** Verdicts on pasted texts, at most a second each: they come from anyone and are read by patterns,
 *  so they are read in a thread that can be ended. It starts when first asked and goes when idle. */
export type TextVerdict = ReturnType<typeof diagnoseText>

export interface TextDiagnosisOptions {
  readonly threadFile?: URL
  /** Of one text, once the thread is there: each has all of it. */
  readonly answerMs?: number
  /** Until the thread is there, which is not the text's fault; 0.3 s is usual. */
  readonly startMs?: number
}

const usualOptions = {
  threadFile: new URL('diagnosis-thread.ts', import.meta.url),
  answerMs: 1_000,
  startMs: 5_000,
} as const satisfies TextDiagnosisOptions

const idleMs = 30_000
/** Anyone may send a text of 1 MiB: more than these are not kept in memory. */
const mostWaiting = 16

export class TextDiagnosis {
  readonly #options: Required<TextDiagnosisOptions>
  #thread: Worker | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #nextId = 0
  #queue: Promise<unknown> = Promise.resolve()
  /** Being read, or waiting. */
  #open = 0

  constructor(options: TextDiagnosisOptions = {}) {
    this.#options = { ...usualOptions, ...options }
  }

  /** As many wait as may. */
  get isFull(): boolean {
    return this.#open > mostWaiting
  }

  /** undefined: it took too long. Texts are read one after the other. Throws a ReaderNotStarted. */
  verdictOn(text: string, language: Language): Promise<TextVerdict | undefined> {
    this.#open++
    const answer = this.#queue
      .then(() => this.#ask(text, language))
      .finally(() => (this.#open -= 1))
    this.#queue = answer.catch(() => undefined) // its caller hears of it; the next one goes on
    return answer
  }

  close(): void {
    clearTimeout(this.#idleTimer)
    void this.#thread?.terminate()
    this.#thread = undefined
  }

  async #ask(text: string, language: Language): Promise<TextVerdict | undefined> {
    clearTimeout(this.#idleTimer)
    try {
      const thread = this.#thread ?? (await this.#started())
      const question: TextQuestion = { id: ++this.#nextId, text, language }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage(question)
      const verdict = await heard(thread, this.#options.answerMs, (message) =>
        message.type === 'verdict' && message.id === question.id ? message.answer : undefined,
      )
      if (verdict === undefined) this.close()
      else this.#idleTimer = setTimeout(() => this.close(), idleMs).unref()
      return verdict
    } catch (error) {
      this.close()
      throw error
    }
  }

  async #started(): Promise<Worker> {
    const { threadFile, startMs } = this.#options
    const thread = new Worker(threadFile, {
      name: 'diagnosis',
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    })
    this.#thread = thread
    thread.on('error', () => undefined) // whoever waits for an answer hears it too
    thread.unref()
    const isReady = await heard(thread, startMs, ({ type }) => type === 'ready' || undefined)
    if (isReady === undefined) throw new ReaderNotStarted()
    return thread
  }
}

/** The machine has no time for it now. */
export class ReaderNotStarted extends Error {
  override readonly name = 'ReaderNotStarted'
}

/** What `pick` finds in a message; undefined where the thread has not said it in time, or ended. */
async function heard<T>(
  thread: Worker,
  limitMs: number,
  pick: (message: FromReader) => T | undefined,
): Promise<T | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>()
  const onMessage = (message: FromReader): void => {
    const found = pick(message)
    if (found !== undefined) resolve(found)
  }
  const onExit = (): void => resolve(undefined)
  const timer = setTimeout(() => resolve(undefined), limitMs)
  thread.on('message', onMessage).on('error', reject).on('exit', onExit)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    thread.off('message', onMessage).off('error', reject).off('exit', onExit)
  }
}
