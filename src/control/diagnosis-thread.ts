import { parentPort } from 'node:worker_threads'
import type { Language } from '../model/bilingual.ts'
import { diagnoseText } from '../diagnosis/transcripts/diagnose-text.ts'

/** A thread that reads pasted texts, so that none of them can hold up the management API. */
export interface TextQuestion {
  readonly id: number
  readonly text: string
  readonly language: Language
}

export type FromReader =
  /** First of all: from now on the time that a text takes is its own. */
  | { readonly type: 'ready' }
  | {
      readonly type: 'verdict'
      readonly id: number
      readonly answer: ReturnType<typeof diagnoseText>
    }

parentPort?.on('message', ({ id, text, language }: TextQuestion) => {
  tell({ type: 'verdict', id, answer: diagnoseText(text, language) })
})
tell({ type: 'ready' })

function tell(message: FromReader): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message)
}
