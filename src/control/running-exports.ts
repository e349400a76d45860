import { ApiProblem } from './problem.ts'

/** Of Node's ServerResponse. */
interface Response {
  /** It has told so already, and will not again. */
  readonly closed: boolean
  once(event: 'close', heard: () => void): unknown
}

const mostAtATime = 2

/** Files that are on their way to people: so many at a time, each as long as its connection. */
export class RunningExports {
  #running = 0

  /** Aborts when the connection ends, and is aborted where it has ended already. Throws where there are too many. */
  begin(response: Response): AbortSignal {
    if (this.#running >= mostAtATime) {
      throw new ApiProblem('too_many_exports', 'Ask again when one of them has ended.')
    }
    const leaving = new AbortController()
    if (response.closed) {
      leaving.abort()
      return leaving.signal
    }
    this.#running++
    response.once('close', () => {
      this.#running--
      leaving.abort()
    })
    return leaving.signal
  }
}
