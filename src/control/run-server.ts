import type { Definition } from '../definition/definition.ts'
import type { ToldSetting } from '../model/told-setting.ts'
import type { Settings } from '../settings.ts'
import type { CarrierLink } from './carrier-link.ts'
import { startServer } from './server.ts'
import type { ServerParts } from './server-parts.ts'

/** What the command asks for. */
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

/** Runs the server until the carrier ends it; resolves with the exit code. One that follows another says nothing of
 *  what was said. */
export async function runServer(
  asked: AskedRun,
  parts: ServerParts,
  link: CarrierLink,
): Promise<number> {
  const server = await startServer(asked.settings, asked, parts, link)
  link.listen({
    onState: (state) => server.workerChanged(state),
    onAnswer: (answer) => server.workerAnswered(answer),
    onReapply: () => void server.reapply(() => asked.readAgain(), asked.files),
    onDraining: () => server.startDrain(),
  })
  await server.ready()
  asked.onReady(server)
  await link.ended
  await server.close()
  return 0
}
