import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { ownerOfAll, temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { programWords } from '../program-words.ts'

/** What cannot work is said in one sentence with what to do, with the right exit code, and leaves
 *  nothing behind: 2 for an option or a definition, 1 for a port or the disk. */

interface Ended {
  readonly code: number | null
  readonly said: string
  readonly stdout: string
}

function run(words: readonly string[], environment: Record<string, string> = {}): Ended {
  return runUnder([process.execPath, ...programWords], words, environment)
}

function runUnder(
  [command = '', ...first]: readonly string[],
  words: readonly string[],
  environment: Record<string, string> = {},
): Ended {
  const done = spawnSync(command, [...first, ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...environment },
    timeout: 60_000,
  })
  return { code: done.status, said: done.stderr, stdout: done.stdout }
}

const anyPorts = ['--listen=127.0.0.1:0', '--console=127.0.0.1:0']

function startIn(data: string, words: readonly string[] = []): Ended {
  return run(['start', `--data=${data}`, ...anyPorts, ...words])
}

const gatewaySketch = {
  backends: { default: 'http://127.0.0.1:9' },
  resources: [{ name: 'all', path: '/', matchSubpath: true }],
}
/** In whose way others are, until the test that damages its database stops it. */
const running = await startGateway(ownerOfAll(), definitionOf(gatewaySketch), { workers: 2 })

test('an unknown option is refused with what was probably meant', () => {
  const { code, said } = run(['start', '--lisen=127.0.0.1:0'])

  assert.equal(code, 2)
  const [problem, hint] = said.split('\n')
  assert.equal(problem, "error: unknown option '--lisen'")
  assert.equal(hint, '(Did you mean --listen?)')
})

test('an unknown command is refused with what was probably meant', () => {
  const { code, said } = run(['strat'])

  assert.equal(code, 2)
  assert.match(said, /unknown command 'strat'\n\(Did you mean start\?\)/)
})

test('a wrong value is refused in one line that names the option or the variable', () => {
  const byFlag = run(['start', '--workers=many'])
  const byVariable = run(['start'], { FAULTLINE_LISTEN: '8800' })

  assert.equal(byFlag.code, 2)
  assert.equal(byFlag.said, '--workers: "many" is not a whole number from 1 to 64.\n')
  assert.equal(byVariable.code, 2)
  assert.match(byVariable.said, /^FAULTLINE_LISTEN: "8800" is not HOST:PORT, like [^\n]+\n$/)
})

test('a console for other machines wants a chosen token', () => {
  const { code, said } = run(['start', '--console=0.0.0.0:0'], { FAULTLINE_ADMIN_TOKEN: '' })

  assert.equal(code, 2)
  assert.match(said, /choose a management token .* FAULTLINE_ADMIN_TOKEN/)
})

test('a malformed definition is shown with its line and a caret, and nothing starts', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'shop.yaml')
  writeFileSync(file, 'version: 1\ngateways:\n  - name: shop\n    stagez: []\n')

  const { code, said } = startIn(join(folder, 'data'), [`--apply=${file}`])

  assert.equal(code, 2)
  assert.match(said, /shop\.yaml:4:5 unknown key "stagez"/)
  assert.match(said, / {2}4 \| {5}stagez: \[\]\n {4}\| {5}\^\n {2}Did you mean "stages"\?/)
  assert.equal(existsSync(join(folder, 'data')), false)
})

test('a definition file that is not there is named', () => {
  const { code, said } = startIn(join(temporaryFolder(), 'data'), ['--apply=nowhere.yaml'])

  assert.equal(code, 2)
  assert.equal(said, 'nowhere.yaml: there is no such file.\n')
})

test('a busy port is an error for the gateway and for the console, and the data folder stays free', async (t) => {
  const server = createServer()
  const port = await listeningPort(server)
  t.after(() => server.close())
  const data = join(temporaryFolder(), 'data')

  const gateway = run([
    'start',
    `--data=${data}`,
    `--listen=127.0.0.1:${port}`,
    '--console=127.0.0.1:0',
  ])
  const console = run([
    'start',
    `--data=${data}`,
    `--console=127.0.0.1:${port}`,
    '--listen=127.0.0.1:0',
  ])

  assert.equal(gateway.code, 1)
  assert.equal(
    gateway.said,
    `faultline: --listen 127.0.0.1:${port} is in use by another program. Stop that one, or choose another port.\n`,
  )
  assert.equal(console.code, 1)
  assert.match(console.said, /^faultline: --console 127\.0\.0\.1:\d+ is in use/)
  assert.equal(existsSync(data), false)
})

test('the port of a running gateway is busy for a second one, though workers share it', () => {
  const { code, said } = run([
    'start',
    `--data=${join(temporaryFolder(), 'data')}`,
    `--listen=127.0.0.1:${running.port}`,
    '--console=127.0.0.1:0',
  ])

  assert.equal(code, 1)
  assert.match(said, /is in use by another program/)
})

test('the data folder of a running gateway is not taken by a second one', async () => {
  const { code, said } = startIn(running.dataFolder)

  assert.equal(code, 1)
  assert.match(said, /is in use by another Faultline\. Stop that one, or choose another folder/)
  assert.equal((await running.call({ path: '/-/healthy' })).status, 200)
})

test('an unwritable data folder is refused: below a file, in /proc, or with files of others', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')

  for (const data of [join(folder, 'file', 'data'), '/proc/faultline', folder]) {
    const { code, said } = startIn(data)
    assert.equal(code, 1, data)
    assert.match(said, /^faultline: The [^\n]+ with --data\.\n$/, data)
  }
})

test('a full disk is noticed at the start', () => {
  const limited = [
    'bash',
    '-c',
    'ulimit -f 4; exec "$@"',
    'bash',
    process.execPath,
    ...programWords,
  ]
  const data = join(temporaryFolder(), 'data')

  const { code, said } = runUnder(limited, ['start', `--data=${data}`, ...anyPorts])

  assert.equal(code, 1)
  assert.match(
    said,
    /^faultline: The data folder \S+ cannot be written: the disk is full \(EFBIG\)/,
  )
})

test('a state file of an earlier version that was damaged is refused, and stays', () => {
  const data = join(temporaryFolder(), 'data')
  mkdirSync(data, { mode: 0o700 })
  const file = join(data, 'state.json')
  writeFileSync(join(data, 'faultline.lock'), '')
  writeFileSync(file, '{"version":1,"apps":[')

  const { code, said } = startIn(data)

  assert.equal(code, 1)
  assert.match(said, /state\.json cannot be used: it is not JSON\. Restore it from a backup/)
  assert.equal(readFileSync(file, 'utf8'), '{"version":1,"apps":[')
})

test('a database that was damaged, or is of a newer version, is refused and not overwritten', async () => {
  await running.stop()
  const file = join(running.dataFolder, 'control.db')
  const database = new DatabaseSync(file)
  database.exec('update faultline_schema set version = 99')
  database.close()

  const newer = startIn(running.dataFolder)
  writeFileSync(file, 'no database at all '.repeat(500))
  const damaged = startIn(running.dataFolder)

  assert.equal(newer.code, 1)
  assert.match(
    newer.said,
    /^faultline: The database is of a newer Faultline: its tables are of version 99/,
  )
  assert.equal(damaged.code, 1)
  assert.match(damaged.said, /control\.db is damaged \(SQLITE_NOTADB\)\. Restore it from a backup/)
  assert.match(readFileSync(file, 'utf8'), /^no database at all/)
})

test('a PostgreSQL that is not there is told at once, without its password', () => {
  const url = 'postgres://faultline:a-password@127.0.0.1:1/faultline'

  const byFlag = startIn(join(temporaryFolder(), 'data'), ['--database', url])
  const wrong = run(['start'], { FAULTLINE_DATABASE: 'mysql://user:a-password@host/name' })

  assert.equal(byFlag.code, 1)
  assert.equal(
    byFlag.said,
    'faultline: The database postgres://faultline@127.0.0.1:1/faultline cannot be reached (ECONNREFUSED). Check that PostgreSQL runs there, and the address of --database.\n',
  )
  assert.equal(wrong.code, 2)
  assert.equal(
    wrong.said,
    'FAULTLINE_DATABASE: must be an address like postgres://user@host:5432/name.\n',
  )
})

test('--help and --version say what they should and end with 0', () => {
  const help = run(['--help'])
  const version = run(['--version'])
  const ofStart = run(['start', '--help'])

  assert.equal(help.code, 0)
  assert.match(help.stdout, /Examples:\n {2}faultline demo/)
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/)
  assert.equal(ofStart.code, 0)
  assert.match(ofStart.stdout, /FAULTLINE_ADMIN_TOKEN/)
})
