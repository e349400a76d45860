import type { Command } from 'commander'
import { CommandFailure } from './cli/command-failure.ts'
import type { DemoCompany } from './cli/demo-company.ts'
import { type CommandEntry, runProgram } from './cli/program.ts'
import { servedCommands } from './cli/served-commands.ts'
import type { StartHooks } from './cli/start-command.ts'
import type { FromControl, ToControl } from './carrier/carrier-messages.ts'
import { type Channel, CarrierLink } from './control/carrier-link.ts'
import { version } from './cli/version.ts'

/** The process of the control plane: runs `start` or `demo`. The carrier starts it, another when it ends, and is the
 *  one who is told to stop. */

// Ctrl-C and service managers signal the whole group; the carrier tells us what to do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => undefined) // whoever read our words has gone; that must not end a server
}
if (!process.connected) {
  process.stderr.write('faultline: this is a part of "faultline start", which starts it.\n')
  process.exit(2)
}
process.on('disconnect', () => process.exit(1)) // there is no carrier any more, and no traffic
const channel: Channel = {
  send: (message: FromControl) =>
    void process.send?.(message, undefined, undefined, () => undefined),
  onMessage: (hear) => process.on('message', (message) => hear(message as ToControl)), // carrier.ts sends nothing else
}
const link = await CarrierLink.open(channel)
process.argv[1] = link.hello.typed
const commands: readonly CommandEntry[] = servedCommands.map((command) => ({
  ...command,
  load: async () =>
    command.name === 'demo'
      ? await demoCommand()
      : (await import('./cli/start-command.ts')).startCommand(await startHooks()),
}))
process.exit(await runProgram(process.argv.slice(2), commands, version()))

async function demoCommand(): Promise<Command> {
  const company = link.hello.beside as DemoCompany // main.ts gives nothing else
  return (await import('./cli/demo-command.ts')).demoCommand(await startHooks(), company)
}

async function startHooks(): Promise<StartHooks> {
  const { allPlugins } = await import('./plugins/all-plugins.ts')
  return {
    plugins: allPlugins,
    isCarried: link.hello.carried !== undefined,
    run: async (asked) => {
      const { runServer } = await import('./control/run-server.ts')
      const { StartProblem } = await import('./control/start-problem.ts')
      const { StorageProblem } = await import('./storage/storage-problem.ts')
      const { engineEnvironment } = await import('./flowlog/engine-environment.ts')
      const parts = {
        version: version(),
        plugins: allPlugins,
        engineFile: new URL('log-engine.ts', import.meta.url),
        consoleFolder: new URL('../web/dist/', import.meta.url),
        engineEnvironment: engineEnvironment(process.env),
      }
      return await runServer(asked, parts, link).catch((error: unknown) => {
        if (!(error instanceof StartProblem || error instanceof StorageProblem)) throw error
        throw new CommandFailure(`faultline: ${error.message}`, 1, { cause: error })
      })
    },
  }
}
