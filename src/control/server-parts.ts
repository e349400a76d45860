import type { Plugin } from '../model/plugin.ts'

/** What main.ts gives the control plane: parts of rooms that it does not know. */
export interface ServerParts {
  readonly version: string
  readonly plugins: readonly Plugin[]
  /** src/log-engine.ts. */
  readonly engineFile: URL
  /** What the console was built to. */
  readonly consoleFolder: URL
  /** Of the log engine's process. */
  readonly engineEnvironment: NodeJS.ProcessEnv
}
