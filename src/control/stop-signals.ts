/** What the process does on signals (decisions.md 24): SIGHUP applies the files again, SIGTERM and
 *  SIGINT drain and stop, a second one exits at once. */
export interface SignalActions {
  reapply(): Promise<void>
  /** Resolves when everything is stopped. */
  stop(): Promise<void>
}

/** Resolves with the exit code. */
export function untilStopped(actions: SignalActions): Promise<number> {
  return new Promise((resolve, reject) => {
    let isStopping = false
    const stop = (signal: NodeJS.Signals): void => {
      if (isStopping) process.exit(signal === 'SIGINT' ? 130 : 143) // 128 + the signal's number
      isStopping = true
      actions.stop().then(() => resolve(0), reject)
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    process.on('SIGHUP', () => {
      if (!isStopping) void actions.reapply()
    })
  })
}
