import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { adminToken, startGateway } from '../gateway-process.ts'
import { freePort, listeningPort } from '../program.ts'
import { programWords } from '../program-words.ts'

/** The server that most of them examine; the test that stops it for a while lets it go on. */
const gateway = await startGateway(ownerOfAll(), { version: 1, gateways: [] })

interface Told {
  readonly exit: number | null
  readonly worst: string
  readonly findings: readonly Finding[]
  readonly stdout: string
  readonly tookMs: number
}

interface Finding {
  readonly group: string
  readonly key: string
  readonly level: string
  readonly sentence: string
  readonly advice: string
}

/** The command as an operator runs it; `under` puts it into surroundings of its own. */
async function doctor(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  under: readonly string[] = [],
): Promise<Told> {
  const startedMs = performance.now()
  const [command, ...rest] = [
    ...under,
    process.execPath,
    ...programWords,
    'doctor',
    ...words,
    '--json',
  ]
  const child = spawn(command, rest, { env: { ...process.env, LANG: 'C', ...environment } })
  let stdout = ''
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const tookMs = performance.now() - startedMs
  const told = JSON.parse(stdout) as Pick<Told, 'worst' | 'findings'>
  return { ...told, exit, stdout, tookMs }
}

function keysOf({ findings }: Told, group: string): string[] {
  return findings
    .filter((finding) => finding.group === group)
    .map(({ level, key }) => `${level} ${key}`)
}

test('a running server examines itself: nothing is a problem, and nothing secret is shown', async () => {
  const told = await doctor(['--data', gateway.dataFolder], { FAULTLINE_TOKEN: adminToken })

  assert.equal(told.exit, 0, told.stdout)
  assert.deepEqual(keysOf(told, 'server'), ['ok server_health', 'ok workers_running'])
  assert.deepEqual(keysOf(told, 'ports'), ['ok gateway_answers'])
  assert.deepEqual(keysOf(told, 'log'), ['ok spool', 'ok engine_running'])
  assert.doesNotMatch(told.stdout, new RegExp(adminToken))
})

test('a server that is not told the token is examined from outside, and says what is missing', async () => {
  const told = await doctor(['--data', gateway.dataFolder], {
    FAULTLINE_TOKEN: 'a-wrong-token-0123456789',
  })

  assert.deepEqual(keysOf(told, 'server'), ['ok server_health', 'warning server_not_asked'])
  assert.deepEqual(keysOf(told, 'ports'), [])
  assert.equal(keysOf(told, 'stores').includes('problem folder_held'), false)
})

test('Chinese findings come from the server in Chinese', async () => {
  const told = await doctor(['--data', gateway.dataFolder, '--lang', 'zh'], {
    FAULTLINE_TOKEN: adminToken,
  })

  const english = told.findings.filter(({ sentence }) => !/[\u4e00-\u9fff]/.test(sentence))
  assert.deepEqual(english, [])
})

test('without a server: a port that another program holds is a problem that names it', async (t) => {
  const busy = createServer()
  t.after(() => busy.close())
  const port = await listeningPort(busy)

  const told = await doctor(['--data', join(temporaryFolder(), 'data')], {
    FAULTLINE_SERVER: await nobodysAddress(),
    FAULTLINE_LISTEN: `127.0.0.1:${port}`,
    FAULTLINE_CONSOLE: `127.0.0.1:${await freePort()}`,
  })

  assert.equal(told.exit, 1)
  assert.deepEqual(keysOf(told, 'ports'), ['problem port_busy', 'ok port_free'])
  const found = told.findings.find(({ key }) => key === 'port_busy')
  assert.ok(found?.sentence.includes(`(pid ${process.pid})`), found?.sentence)
})

test('settings that start would refuse are a problem, and the rest is examined all the same', async () => {
  const told = await doctor(['--data', join(temporaryFolder(), 'data')], {
    FAULTLINE_SERVER: await nobodysAddress(),
    FAULTLINE_ADMIN_TOKEN: 'short',
    FAULTLINE_LISTN: '127.0.0.1:1',
  })

  assert.equal(told.exit, 1)
  assert.deepEqual(keysOf(told, 'settings').slice(0, 2), [
    'problem settings_refused',
    'warning variable_unknown',
  ])
  assert.doesNotMatch(told.stdout, /"short"|short\./)
  assert.deepEqual(keysOf(told, 'disk'), ['note data_folder_missing'])
})

/** Not the usual one, at which a demo of whoever runs the tests may answer. */
async function nobodysAddress(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`
}

test('something else than Faultline at the address, and nothing at all, are told apart', async (t) => {
  const other = createServer((socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'),
  )
  t.after(() => other.close())
  const port = await listeningPort(other)
  const data = ['--data', join(temporaryFolder(), 'data')]

  const another = await doctor([...data, '--server', `http://127.0.0.1:${port}`])
  const silent = await doctor([...data, '--server', `http://127.0.0.1:${await freePort()}`])

  assert.deepEqual(keysOf(another, 'server'), ['problem server_other'])
  assert.deepEqual(keysOf(silent, 'server'), ['problem server_silent'])
})

test('a server that hangs is waited for a short time, and its folder is known to be held', async (t) => {
  const { controlPid } = gateway
  process.kill(controlPid, 'SIGSTOP')
  t.after(() => process.kill(controlPid, 'SIGCONT'))

  const told = await doctor(['--data', gateway.dataFolder], { FAULTLINE_TOKEN: adminToken })

  assert.equal(told.exit, 1)
  assert.equal(keysOf(told, 'server')[0], 'note server_absent')
  assert.ok(keysOf(told, 'stores').includes('problem folder_held'), told.stdout)
  const held = told.findings.find(({ key }) => key === 'folder_held')
  assert.ok(held?.sentence.includes(`pid ${gateway.program.pid}`))
  assert.ok(told.tookMs < mostMs, `it took ${told.tookMs} ms`)
})

/** 5 s are promised; a busy machine has been seen to need more to start a program. */
const mostMs = 15_000

const isRoot = process.getuid?.() === 0
const nobody = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
const cannotBecomeNobody = !isRoot || !existsSync('/usr/bin/setpriv')

test(
  'a data folder of another user is a problem, and no check ends the others',
  { skip: cannotBecomeNobody && 'needs root and setpriv (util-linux)' },
  async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    const data = join(folder, 'data')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(data, 'control.db'), '')

    const told = await doctor(['--data', data], {}, nobody)

    assert.equal(told.exit, 1)
    assert.equal(keysOf(told, 'disk')[0], 'problem data_folder_not_writable')
    assert.ok(keysOf(told, 'versions').includes('ok node_version'))
  },
)
