import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isLoopback } from './setting-values.ts'
import { readSettings, settingTable, type Settings, unknownVariables } from './settings.ts'

function settingsOf(
  flags: Partial<Record<string, string>>,
  environment: Record<string, string> = {},
): Settings {
  const read = readSettings(flags, environment)
  if (!read.ok) assert.fail(read.problem)
  return read.settings
}

function problemOf(
  flags: Partial<Record<string, string>>,
  environment: Record<string, string> = {},
): string {
  const read = readSettings(flags, environment)
  return read.ok ? '' : read.problem
}

test('without flags and environment the documented defaults hold', () => {
  const settings = settingsOf({})

  assert.equal(settings.data, './data')
  assert.deepEqual(settings.listen, { host: '127.0.0.1', port: 8800 })
  assert.deepEqual(settings.console, { host: '127.0.0.1', port: 8801 })
  assert.deepEqual(settings.trustedProxies, [])
  assert.equal(settings.probe, true)
  assert.ok(settings.workers >= 1)
})

test('a flag wins over the environment, and an empty variable counts as unset', () => {
  const environment = { FAULTLINE_WORKERS: '2', FAULTLINE_DATA: '/srv/a', FAULTLINE_LOG: '' }

  const settings = settingsOf({ workers: '3' }, environment)

  assert.equal(settings.workers, 3)
  assert.equal(settings.data, '/srv/a')
  assert.equal(settings.log, 'text')
})

test('an IPv6 address is written in brackets and read without them', () => {
  assert.deepEqual(settingsOf({ listen: '[::1]:0' }).listen, { host: '::1', port: 0 })
})

const wrong: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  ['listen', '8800', /^--listen: "8800" is not HOST:PORT/],
  ['listen', '127.0.0.1:70000', /is not HOST:PORT/],
  ['listen', '::1:8800', /is not HOST:PORT/],
  ['workers', '0', /^--workers: "0" is not a whole number from 1 to 64/],
  ['workers', '1.5', /whole number/],
  ['trustedProxies', '10.0.0.0/8,nonsense', /"nonsense" is no address or network/],
  ['trustedProxies', '10.0.0.0/33', /no address or network/],
  ['hostTemplate', 'example.com', /must begin with \{gateway\}/],
  ['proxyName', 'my proxy', /^--proxy-name/],
  ['publicConsoleUrl', 'faultline.example.com', /is no http or https address/],
  ['log', 'xml', /must be text or json/],
  ['drainDelaySeconds', '-1', /^--drain-delay/],
]

for (const [name, text, says] of wrong) {
  test(`${name} "${text}" is refused with a sentence that names the flag`, () => {
    assert.match(problemOf({ [name]: text }), says)
  })
}

test('a wrong variable is named, not the flag', () => {
  assert.match(problemOf({}, { FAULTLINE_WORKERS: 'many' }), /^FAULTLINE_WORKERS: "many"/)
})

test('a management token that is too short is refused and never repeated', () => {
  const problem = problemOf({}, { FAULTLINE_ADMIN_TOKEN: 'short-secret' })

  assert.match(problem, /^FAULTLINE_ADMIN_TOKEN: must be 20 to 512/)
  assert.doesNotMatch(problem, /short-secret/)
})

test('a console beyond loopback needs a chosen token', () => {
  assert.match(problemOf({ console: '0.0.0.0:8801' }), /FAULTLINE_ADMIN_TOKEN/)
  assert.equal(
    problemOf({ console: '0.0.0.0:8801' }, { FAULTLINE_ADMIN_TOKEN: 'twenty-characters-long' }),
    '',
  )
})

test('one TLS file without the other is refused', () => {
  assert.match(problemOf({ tlsKey: 'key.pem' }), /belong together/)
})

test('gateway and console cannot share a port', () => {
  assert.match(problemOf({ listen: '127.0.0.1:9', console: '127.0.0.1:9' }), /different ports/)
})

test('every setting has an environment name of its own and a default that it accepts', () => {
  const names = Object.values(settingTable).map((entry) => entry.environment)

  assert.equal(new Set(names).size, names.length)
  assert.equal(problemOf({}), '')
})

test('no variable that a command reads is taken for a mistyped one', () => {
  const folder = new URL('.', import.meta.url)
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'))
  const read = files.flatMap((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8')
    return [...text.matchAll(/'(FAULTLINE_[A-Z_]*[A-Z])'/g)].map(([, name = '']) => name)
  })

  assert.ok(read.length > 20)
  const environment = Object.fromEntries([...read, 'FAULTLINE_LISTN'].map((name) => [name, 'x']))
  assert.deepEqual(unknownVariables(environment), ['FAULTLINE_LISTN'])
})

test('this machine is a name or an address, in brackets or not, and nothing that only begins so', () => {
  for (const host of ['localhost', '::1', '[::1]', '127.0.0.1', '127.8.8.8']) {
    assert.equal(isLoopback(host), true, host)
  }
  for (const host of ['', '127.example.com', '127.0.0.999', '[::2]', '10.0.0.1']) {
    assert.equal(isLoopback(host), false, host)
  }
})

test('the reference page names every setting with its flag, variable and help, and none else', () => {
  const page = readFileSync(new URL('../docs/reference/settings.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.includes('`FAULTLINE_'))

  const wanted = Object.values(settingTable).map(({ flag, environment, help }) => ({
    environment,
    text: flag === null ? '|  |' : `\`${flag}`,
    help,
  }))

  assert.equal(rows.length, wanted.length)
  for (const { environment, text, help } of wanted) {
    const row = rows.find((line) => line.includes(`\`${environment}\``)) ?? ''
    assert.ok(row.includes(text) && row.includes(help), `${environment}: ${row}`)
  }
})
