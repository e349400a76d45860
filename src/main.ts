import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { CommandFailure } from './cli/command-failure.ts'
import type { StartHooks } from './cli/start-command.ts'
import { type CommandEntry, runProgram } from './cli/program.ts'

/** The process: finds the command and, for `start` and `demo`, puts the server together. Only what
 *  runs is loaded, so that `faultline why` starts fast. */
const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'Try it: a gateway, and backends that are broken on purpose.',
    load: async () => (await import('./cli/demo-command.ts')).demoCommand(await startHooks()),
  },
  {
    name: 'start',
    summary: 'Run the gateway, its management API and its flow log.',
    load: async () => (await import('./cli/start-command.ts')).startCommand(await startHooks()),
  },
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
process.exitCode = await runProgram(process.argv.slice(2), commands, version())

/** Compiled code is kept beside the packages, for threads and child processes too. Without it each
 *  thread compiles anew and, where `src/` itself runs, strips types, which costs it 28 MB and 0.3 s
 *  (measured, Node 24.21). */
function keepCompiledCode(): void {
  const folder = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))
  process.env['NODE_COMPILE_CACHE'] ||= folder // an empty one would be the working directory
  enableCompileCache(process.env['NODE_COMPILE_CACHE'])
}

function version(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return isManifest ? String(manifest.version) : ''
}

/** What a store cannot do is told as the failure of the command. */
async function told<Result>(work: Promise<Result>): Promise<Result> {
  const { StorageProblem } = await import('./storage/storage-problem.ts')
  return await work.catch((error: unknown) => {
    if (!(error instanceof StorageProblem)) throw error
    throw new CommandFailure(error.message, 1, { cause: error })
  })
}

async function startHooks(): Promise<StartHooks> {
  const { allPlugins } = await import('./plugins/all-plugins.ts')
  return {
    plugins: allPlugins,
    run: async (asked) => {
      const { runServer } = await import('./control/run-server.ts')
      const { StartProblem } = await import('./control/start-problem.ts')
      const { StorageProblem } = await import('./storage/storage-problem.ts')
      const { engineEnvironment } = await import('./flowlog/engine-environment.ts')
      const { createCounterMemory, SharedCounters } = await import('./dataplane/shared-counters.ts')
      const running = runServer(asked, {
        version: version(),
        plugins: allPlugins,
        workerFile: new URL('worker.ts', import.meta.url),
        engineFile: new URL('log-engine.ts', import.meta.url),
        engineEnvironment: engineEnvironment(process.env),
        counters: {
          createMemory: (workers) => createCounterMemory({ workers }),
          releaseWorker: (memory, index) => SharedCounters.releaseWorker(memory, index),
          losses: (memory) => SharedCounters.losses(memory),
        },
      })
      return await running.catch((error: unknown) => {
        if (!(error instanceof StartProblem || error instanceof StorageProblem)) throw error
        throw new CommandFailure(`faultline: ${error.message}`, 1, { cause: error })
      })
    },
  }
}
