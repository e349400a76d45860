import { StorageProblem } from '../storage/storage-problem.ts'
import { listenSentence } from './listen-check.ts'
import { CannotListen } from './worker-thread.ts'

/** Why the server did not start: one sentence for the operator, with what to do. Exit code 1. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}

/** undefined: a defect of ours, to be shown whole. */
export function startProblemOf(error: unknown): StartProblem | undefined {
  if (error instanceof StartProblem) return error
  if (error instanceof StorageProblem) return new StartProblem(error.message, { cause: error })
  if (error instanceof CannotListen) {
    const sentence = listenSentence('--listen', error.address, error.code)
    return new StartProblem(sentence, { cause: error })
  }
  return undefined
}
