import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder, type Owner } from '../clean-up.ts'
import type { GatewayOptions } from '../gateway-process.ts'
import { RawClient } from '../raw-client.ts'
import { refusingPort, script, scriptedBackend } from '../scripted-backend.ts'
import { until } from '../protocol/until.ts'
import { appOnly, demoCredentials, Lab, type ResourceMore } from './lab.ts'
import type { Proof, Provoked } from './proof.ts'

/** The gateway's own failures, which break a gateway that no other proof uses. */
const faultFile = fileURLToPath(new URL('faults/failing-node.mjs', import.meta.url))
const deathFile = fileURLToPath(new URL('../worker-death.mjs', import.meta.url))

/** Calls one resource of a gateway in which one function of Node fails. */
function broken(
  key: Proof['key'],
  how: string,
  fault: (backendPort: number) => string,
  more: ResourceMore = {},
): Proof {
  return {
    key,
    means: 'fault',
    how,
    provoke: async ({ owner }) => {
      const port = await refusingPort()
      const environment = {
        NODE_OPTIONS: `--import=${faultFile}`,
        FAULTLINE_TEST_FAULT: fault(port),
      }
      const lab = await labOf(owner, key, `http://127.0.0.1:${port}`, more, { environment })
      return lab.refused({ path: `/${key}`, headers: demoCredentials })
    },
  }
}

async function labOf(
  owner: Owner,
  key: Proof['key'],
  backendUrl: string,
  more: ResourceMore,
  options: GatewayOptions,
): Promise<Lab> {
  const lab = new Lab(owner)
  lab.resource(key, backendUrl, more)
  await lab.start(options)
  return lab
}

/** What no definition may say, because applying refuses it, but an edited state can. */
interface Edited {
  readonly key: Proof['key']
  readonly how: string
  readonly more: ResourceMore
  readonly edit: (state: string) => string
}

const appAndPermission = { app: true, user: false, permission: true }

const editedStates: readonly Edited[] = [
  {
    key: 'no_endpoint',
    how: 'a kept release in which every host has weight 0',
    more: {},
    edit: (state) => state.replaceAll('"weight":100', '"weight":0'),
  },
  {
    key: 'invalid_resource_config',
    how: 'a kept release that wants a permission without an application',
    more: { auth: appAndPermission },
    edit: (state) => state.replaceAll(/"app":true(,[^}]*"permission":true)/g, '"app":false$1'),
  },
]

let editedLab: Promise<Lab> | undefined

/** One gateway for all of them: none of the edits is in another's way. */
async function labOfEdited(owner: Owner): Promise<Lab> {
  const lab = new Lab(owner)
  for (const { key, more } of editedStates) lab.resource(key, 'http://127.0.0.1:1', more)
  await lab.start()
  await lab.restartEdited((state) => editedStates.reduce((text, { edit }) => edit(text), state))
  return lab
}

function edited({ key, how }: Edited): Proof {
  return {
    key,
    means: 'fault',
    how,
    provoke: async ({ owner }) => {
      const lab = await (editedLab ??= labOfEdited(owner))
      return lab.refused({ path: `/${key}`, headers: demoCredentials })
    },
  }
}

export const gatewayProofs: readonly Proof[] = [
  ...editedStates.map(edited),
  {
    key: 'gateway_out_of_sockets',
    means: 'fault',
    how: 'the process may open 256 files and callers hold them all',
    provoke: outOfSockets,
  },
  broken('gateway_bug', 'net.connect throws', (port) => `connect:${port}`),
  broken(
    'plugin_failed',
    'crypto.createHash throws in the check of the application',
    () => 'hash',
    {
      auth: appOnly,
    },
  ),
  broken('jwt_sign_failed', 'no signature can be made', () => 'sign', { auth: appOnly }),
  {
    key: 'gateway_stopping',
    means: 'fault',
    how: 'SIGTERM while a backend is silent',
    provoke: stopping,
  },
  { key: 'worker_lost', means: 'fault', how: 'the worker thread dies', provoke: workerLost },
]

/** More than the limit leaves for callers. */
const mostCallers = 300

async function outOfSockets({ owner }: Lab): Promise<Provoked> {
  const key = 'gateway_out_of_sockets'
  const backend = await scriptedBackend(owner, script.readRequest().respond(200).again())
  const under = ['/usr/bin/prlimit', '--nofile=256:256']
  const lab = await labOf(owner, key, backend.url, {}, { under })
  const patient = await lab.client()
  const others: RawClient[] = []
  for (let count = 0; count < mostCallers; count++) {
    const client = await lab.client()
    others.push(client.send(lab.bytes({ path: '/-/healthy' }).replace('/api/proof/prod', '')))
    const answered = await client.answer().then(
      () => true,
      () => false, // accepted and closed at once: no file is left
    )
    if (!answered) break
  }
  const answer = await patient.send(lab.bytes({ path: `/${key}` })).answer()
  for (const client of others) client.close()
  await consoleAnswers(lab)
  return lab.refusedBy(answer)
}

/** The console shares the process and its open files: it needs one again. */
async function consoleAnswers(lab: Lab): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const health = await fetch(`${lab.gateway.consoleUrl}/healthz`).catch(() => undefined)
    if (health?.ok === true) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the console never answered again')
}

async function stopping({ owner }: Lab): Promise<Provoked> {
  const key = 'gateway_stopping'
  const backend = await scriptedBackend(owner, script.readRequest().stall())
  const words = ['--drain-timeout=1']
  const lab = await labOf(owner, key, backend.url, {}, { words })
  const client = (await lab.client()).send(lab.bytes({ path: `/${key}` }))
  await until(() => backend.requestCount > 0, 'the request at the backend')
  const stopped = lab.gateway.stop()
  const answer = await client.answer()
  await stopped
  await lab.restart()
  return lab.refusedBy(answer)
}

async function workerLost({ owner }: Lab): Promise<Provoked> {
  const key = 'worker_lost'
  const file = join(temporaryFolder(), 'one-worker-shall-die')
  const backend = await scriptedBackend(owner, script.readRequest().stall())
  const environment = { NODE_OPTIONS: `--import=${deathFile}`, FAULTLINE_TEST_DEATH_FILE: file }
  const lab = await labOf(owner, key, backend.url, {}, { environment })
  const client = await lab.client()
  client.send(lab.bytes({ path: `/${key}` }))
  await until(() => backend.requestCount === 1, 'the request at the backend')
  writeFileSync(file, '')
  await client.end()
  return { kind: 'unanswered', flow: await lab.flowByQuery(`error_key:${key}`) }
}
