import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { CommandFailure } from './cli/command-failure.ts'
import { commandIn } from './cli/command-word.ts'
import type { CommandEntry } from './cli/program.ts'
import { servedCommands } from './cli/served-commands.ts'
import { version } from './cli/version.ts'

/** The process: finds the command. For `start` and `demo` it becomes the carrier (src/carrier/carrier.ts), and the
 *  command runs in the process of the control plane. Only what runs is loaded, so that `faultline why` starts fast. */
const commands: readonly CommandEntry[] = [
  ...servedCommands,
  {
    name: 'apply',
    summary: 'Apply definition files to a running server; nothing changes if anything is wrong.',
    load: async () => (await import('./cli/apply-command.ts')).applyCommand(),
  },
  {
    name: 'diff',
    summary: 'Show what applying definition files would change; nothing is changed.',
    load: async () => (await import('./cli/apply-command.ts')).diffCommand(),
  },
  {
    name: 'export',
    summary: 'Print what is applied of a gateway as a definition file.',
    load: async () => (await import('./cli/gateway-export-command.ts')).gatewayExportCommand(),
  },
  {
    name: 'import',
    summary: 'Read what other programs wrote, as a definition.',
    load: async () => {
      const { allPlugins } = await import('./plugins/all-plugins.ts')
      return (await import('./cli/import-command.ts')).importCommand(allPlugins)
    },
  },
  {
    name: 'app',
    summary: 'Create applications that call gateways, and make secrets for them.',
    load: async () => (await import('./cli/app-command.ts')).appCommand(),
  },
  {
    name: 'why',
    summary: 'Who answered, whose fault is it, who must act: of a request id or a pasted response.',
    load: async () => (await import('./cli/why-command.ts')).whyCommand(),
  },
  {
    name: 'call',
    summary: 'Call an address like curl -v -L; a timeline and a verdict for every hop.',
    load: async () => (await import('./cli/call-command.ts')).callCommand(),
  },
  {
    name: 'logs',
    summary: 'Show flow records, or follow them.',
    load: async () => (await import('./cli/logs-command.ts')).logsCommand(),
  },
  {
    name: 'errors',
    summary: 'Look up an error by key, code or words.',
    load: async () => (await import('./cli/errors-command.ts')).errorsCommand(),
  },
  {
    name: 'probe',
    summary: 'Try the hosts of a stage from the machine of the gateway, before callers do.',
    load: async () => (await import('./cli/probe-command.ts')).probeCommand(),
  },
  {
    name: 'doctor',
    summary: 'Examine the machine and the server when something is odd.',
    load: async () => {
      const { doctorCommand } = await import('./cli/doctor-command.ts')
      const { examineOffline } = await import('./control/doctor/examine-offline.ts')
      return doctorCommand({ version: version(), examineOffline })
    },
  },
  {
    name: 'token',
    summary: 'Make, list and revoke tokens for programs that use the management API.',
    load: async () => (await import('./cli/token-command.ts')).tokenCommand(),
  },
  {
    name: 'backup',
    summary: 'Keep definitions, releases, audit and keys in one file; a server may run meanwhile.',
    load: async () => {
      const { backUp } = await import('./storage/backup-file.ts')
      const { backupCommand } = await import('./cli/backup-command.ts')
      return backupCommand({ backUp: async (data, file) => await told(backUp(data, file)) })
    },
  },
  {
    name: 'restore',
    summary: 'Put a data folder back to what a backup holds; no server may run on it.',
    load: async () => {
      const { restore } = await import('./storage/restore-backup.ts')
      const { restoreCommand } = await import('./cli/backup-command.ts')
      return restoreCommand({ restore: async (data, file) => await told(restore(data, file)) })
    },
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of definition files, for editors.',
    load: async () => {
      const { allPlugins } = await import('./plugins/all-plugins.ts')
      return (await import('./cli/schema-command.ts')).schemaCommand(allPlugins)
    },
  },
]

keepCompiledCode()
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => undefined) // whoever read our words has gone; that must not end a server
}
const words = process.argv.slice(2)
const served = servedCommands.find(({ name }) => name === commandIn(words))
if (served === undefined) process.exitCode = await runCommand()
else process.exit(await carry(served.name))

async function runCommand(): Promise<number> {
  const { runProgram } = await import('./cli/program.ts')
  return await runProgram(words, commands, version())
}

/** The command itself runs in the control plane's process; here is what must go on without it. */
async function carry(command: string): Promise<number> {
  const { Carrier } = await import('./carrier/carrier.ts')
  const beside = command === 'demo' ? await demoCompany() : undefined
  const carrier = new Carrier({
    words,
    controlFile: new URL('control-plane.ts', import.meta.url),
    workerFile: new URL('worker.ts', import.meta.url),
    loadCounters: async () => {
      const { createCounterMemory, SharedCounters } = await import('./dataplane/shared-counters.ts')
      return {
        createMemory: (workers) => createCounterMemory({ workers }),
        releaseWorker: (memory, index) => SharedCounters.releaseWorker(memory, index),
        losses: (memory) => SharedCounters.losses(memory),
      }
    },
    beside,
  })
  return await carrier.run()
}

/** Its services run here, so that they are there whatever becomes of the control plane. */
async function demoCompany(): Promise<unknown> {
  const { openDemoCompany } = await import('./cli/demo-company.ts')
  const demo = await openDemoCompany()
  process.once('exit', () => demo.close())
  return demo.company
}

/** Compiled code is kept beside the packages, for threads and child processes too. Without it each
 *  thread compiles anew and, where `src/` itself runs, strips types, which costs it 28 MB and 0.3 s
 *  (measured, Node 24.21). */
function keepCompiledCode(): void {
  const folder = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))
  process.env['NODE_COMPILE_CACHE'] ||= folder // an empty one would be the working directory
  enableCompileCache(process.env['NODE_COMPILE_CACHE'])
}

/** What a store cannot do is told as the failure of the command. */
async function told<Result>(work: Promise<Result>): Promise<Result> {
  const { StorageProblem } = await import('./storage/storage-problem.ts')
  return await work.catch((error: unknown) => {
    if (!(error instanceof StorageProblem)) throw error
    throw new CommandFailure(error.message, 1, { cause: error })
  })
}
