import type { Definition } from '../definition/definition.ts'
import type { ToldSetting } from '../model/told-setting.ts'
import type { Settings } from '../settings.ts'
import { startServer } from './server.ts'
import type { ServerParts } from './server-parts.ts'
import { untilStopped } from './stop-signals.ts'

/** Runs the server until a signal ends it; resolves with the exit code. */
export interface AskedRun {
  readonly settings: Settings
  /** The same for people: where each comes from, without secrets. Asked when somebody asks, as it takes texts that a
   *  start does without. */
  readonly told: () => Promise<readonly ToldSetting[]>
  readonly definition: Definition
  /** Where it comes from: named in the audit. */
  readonly files: readonly string[]
  readAgain(): Definition
  onReady(server: ReadyServer): void
}

interface ReadyServer {
  readonly gatewayUrl: string
  readonly consoleUrl: string
  /** Shown once; '' unless this start made it. */
  readonly newToken: string
  /** By which the first administrator is made; shown once, '' unless this start made it. */
  readonly setUpLink: string
}

export async function runServer(asked: AskedRun, parts: ServerParts): Promise<number> {
  const server = await startServer(asked.settings, asked, parts)
  const untilTheEnd = untilStopped({
    reapply: () => server.reapply(() => asked.readAgain(), asked.files),
    stop: () => server.stop(),
  })
  asked.onReady(server)
  return await untilTheEnd
}
