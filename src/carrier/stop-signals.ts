/** What the process does on signals: SIGHUP applies the files again, SIGTERM and
 *  SIGINT drain and stop, a second one exits at once. */
export interface SignalActions {
  reapply(): void
  /** Resolves with the exit code when everything is stopped. */
  stop(): Promise<number>
}

/** A shell, `timeout` and npm deliver one Ctrl-C twice: to the process and to its group. */
const sameSignalMs = 300

/** Resolves with the exit code. */
export function untilStopped(actions: SignalActions): Promise<number> {
  return new Promise((resolve, reject) => {
    let first: { readonly signal: NodeJS.Signals; readonly atMs: number } | undefined
    const stop = (signal: NodeJS.Signals): void => {
      if (first === undefined) {
        first = { signal, atMs: performance.now() }
        actions.stop().then(resolve, reject)
      } else if (first.signal !== signal || performance.now() - first.atMs > sameSignalMs) {
        process.exit(signal === 'SIGINT' ? 130 : 143) // 128 + the signal's number
      }
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    process.on('SIGHUP', () => {
      if (first === undefined) actions.reapply()
    })
  })
}
