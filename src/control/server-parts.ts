import type { Plugin } from '../model/plugin.ts'
import type { CounterParts } from './node-memory.ts'

/** What main.ts gives the control plane: parts of rooms that it does not know. */
export interface ServerParts {
  readonly version: string
  readonly plugins: readonly Plugin[]
  /** src/worker.ts and src/log-engine.ts. */
  readonly workerFile: URL
  readonly engineFile: URL
  /** What the console was built to. */
  readonly consoleFolder: URL
  /** Of the log engine's process. */
  readonly engineEnvironment: NodeJS.ProcessEnv
  readonly counters: CounterParts
}
