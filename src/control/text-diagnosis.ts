import { Worker } from 'node:worker_threads'
import type { diagnoseText } from '../diagnosis/transcripts/diagnose-text.ts'
import type { Language } from '../model/bilingual.ts'
import type { TextQuestion } from './diagnosis-thread.ts'

/** Verdicts on pasted texts, at most a second each: they come from anyone and are read by patterns,
 *  so they are read in a thread that can be ended. It starts when first asked and goes when idle. */
export type TextVerdict = ReturnType<typeof diagnoseText>

const answerMs = 1_000
/** Room to start the thread, which is not the text's fault. */
const startMs = 5_000
const idleMs = 30_000
/** Anyone may send a text of 1 MiB: more than these are not kept in memory. */
const mostWaiting = 16

export class TextDiagnosis {
  #thread: Worker | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #nextId = 0
  #queue: Promise<unknown> = Promise.resolve()
  /** Being read, or waiting. */
  #open = 0

  /** As many wait as may. */
  get isFull(): boolean {
    return this.#open > mostWaiting
  }

  /** undefined: it took too long. Texts are read one after the other. */
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

  #ask(text: string, language: Language): Promise<TextVerdict | undefined> {
    clearTimeout(this.#idleTimer)
    const limitMs = this.#thread === undefined ? startMs : answerMs
    const thread = (this.#thread ??= this.#start())
    const question: TextQuestion = { id: ++this.#nextId, text, language }
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(timer)
        thread.off('message', onMessage).off('error', onError)
        end()
      }
      const onError = (error: unknown): void => settle(() => reject(this.#failed(error)))
      const onMessage = ({ id, answer }: { id: number; answer: TextVerdict }): void => {
        if (id !== question.id) return
        this.#idleTimer = setTimeout(() => this.close(), idleMs).unref()
        settle(() => resolve(answer))
      }
      const timer = setTimeout(() => {
        this.close()
        settle(() => resolve(undefined))
      }, limitMs)
      thread.on('message', onMessage).on('error', onError)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage(question)
    })
  }

  #start(): Worker {
    const thread = new Worker(new URL('diagnosis-thread.ts', import.meta.url), {
      name: 'diagnosis',
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    })
    thread.on('error', () => undefined) // whoever waits for an answer hears it too
    thread.unref()
    return thread
  }

  #failed(error: unknown): unknown {
    this.close()
    return error
  }
}
