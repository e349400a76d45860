import { parentPort } from 'node:worker_threads'
import type { Language } from '../model/bilingual.ts'
import { diagnoseText } from '../diagnosis/transcripts/diagnose-text.ts'

/** A thread that reads pasted texts, so that none of them can hold up the management API. */
export interface TextQuestion {
  readonly id: number
  readonly text: string
  readonly language: Language
}

parentPort?.on('message', ({ id, text, language }: TextQuestion) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage({ id, answer: diagnoseText(text, language) })
})
