import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { refusingPort, script, scriptedBackend } from '../../test/scripted-backend.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

async function call(
  words: readonly string[],
  { environment = {}, input = '', interruptWhen = Promise.resolve(false) }: CallSetting = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [main, 'call', ...words], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  void interruptWhen.then((isTime) => isTime && child.kill('SIGINT'))
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

interface CallSetting {
  readonly environment?: NodeJS.ProcessEnv
  readonly input?: string
  readonly interruptWhen?: Promise<boolean>
}

test('the picture shows address, times, answer, body and who must act, and the exit code is 0', async (t) => {
  const { url, port } = await scriptedBackend(t, script.readRequest().respond(200, 'the body'))

  const { code, stdout } = await call([url])

  assert.equal(code, 0)
  assert.match(stdout, new RegExp(`1 {2}GET http://127\\.0\\.0\\.1:${port}/`))
  for (const label of ['address', 'tcp', 'wait', 'body', 'total', 'answer'])
    assert.match(stdout, new RegExp(`^ {6}${label} `, 'm'), label)
  assert.match(stdout, /the body/)
  assert.match(stdout, /In short: .* answered 200; nothing is wrong\./)
  assert.ok(!stdout.includes('\u001B'))
})

test('in Chinese all labels are Chinese', async (t) => {
  const { url } = await scriptedBackend(t, script.readRequest().respond(200, 'ok'))

  const { stdout } = await call([url, '--lang', 'zh'])

  assert.match(stdout, /地址[\s\S]*连接[\s\S]*等待[\s\S]*应答[\s\S]*结论：/)
})

test('--json prints the shape of why with a timeline for each hop', async (t) => {
  const last = await scriptedBackend(t, script.readRequest().respond(404, 'no'))
  const first = await scriptedBackend(
    t,
    script.readRequest().respond(302, '', `Location: ${last.url}/x\r\n`),
  )

  const { stdout } = await call(['--json', first.url])

  const printed = Object(JSON.parse(stdout))
  assert.deepEqual(Object.keys(printed).toSorted(), [
    'detected',
    'hops',
    'not_seen',
    'record',
    'verdict',
  ])
  assert.equal(printed.detected, 'call')
  assert.deepEqual(
    printed.hops.map(({ request, status }: { request: string; status: number }) => [
      request,
      status,
    ]),
    [
      [`GET ${first.url}/`, 302],
      [`GET ${last.url}/x`, 404],
    ],
  )
  for (const { timeline } of printed.hops) {
    assert.ok(timeline.total_ms > 0 && timeline.wait_ms >= 0 && timeline.dns_ms === -1)
  }
})

test('the exit code tells whose fault it is; bad usage is 2 with a sentence', async () => {
  const refused = await call([`127.0.0.1:${await refusingPort()}`])
  const bad = await call(['ftp://a.test'])
  const noFile = await call(['http://127.0.0.1', '-o', '/no/such/folder/x'])

  assert.equal(refused.code, 12)
  assert.equal(bad.code, 2)
  assert.match(bad.stderr, /neither http/)
  assert.equal(noFile.code, 1)
  assert.match(noFile.stderr, /cannot be written \(ENOENT\)/)
})

test('-o keeps the last body byte for byte, and the picture shows it decoded', async (t) => {
  const body = gzipSync('decoded text')
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`
  const { url } = await scriptedBackend(t, script.readRequest().send(head).send(body))
  const folder = temporaryFolder(t)

  const { stdout } = await call([url, '-o', join(folder, 'body'), '--har', join(folder, 'har')])

  assert.deepEqual(readFileSync(join(folder, 'body')), body)
  assert.match(stdout, /decoded text/)
  assert.ok(existsSync(join(folder, 'har')))
})

test('a body from standard input is posted, and a curl command line is understood', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'ok'))

  const { code } = await call(
    ['-s', '-S', '-i', '-L', '-v', '-X', 'PUT', '-H', 'X-One: 1', '-d', '@-', backend.url],
    { input: 'from stdin' },
  )

  assert.equal(code, 0)
  assert.match(backend.requests[0] ?? '', /^PUT \/ [\s\S]*X-One: 1[\s\S]*from stdin$/)
})

test('the secret of --app comes from the environment and is in no output', async (t) => {
  const body = '{"seen":"s3cr3t-value","access_token":"t0ken-of-theirs"}'
  const echo = script.readRequest().respond(200, body, 'X-Got: s3cr3t-value\r\n')
  const backend = await scriptedBackend(t, echo)
  const folder = temporaryFolder(t)
  const environment = { FAULTLINE_APP_SECRET: 's3cr3t-value' }
  const har = join(folder, 'har')

  const picture = await call([backend.url, '--app', 'demo', '--har', har], { environment })
  const json = await call([backend.url, '--app', 'demo', '--json'], { environment })

  assert.match(backend.requests[0] ?? '', /"bk_app_code":"demo","bk_app_secret":"s3cr3t-value"/)
  for (const output of [picture.stdout, json.stdout, readFileSync(har, 'utf8')])
    assert.ok(!/s3cr3t-value|t0ken-of-theirs/.test(output), output)
  assert.match(picture.stdout, /demo/)
})

test('Ctrl-C prints what was seen so far and exits with 130', async (t) => {
  const silent = await scriptedBackend(t, script.readRequest().stall())
  const first = await scriptedBackend(
    t,
    script.readRequest().respond(302, '', `Location: ${silent.url}/\r\n`),
  )
  const interruptWhen = (async () => {
    while (silent.requestCount === 0) await new Promise((resolve) => setImmediate(resolve))
    return true
  })()

  const { code, stdout } = await call([first.url], { interruptWhen })

  assert.equal(code, 130)
  assert.match(stdout, /302[\s\S]*call_interrupted/)
})

test('what a server sends cannot steer the terminal', async (t) => {
  const { url } = await scriptedBackend(
    t,
    script.readRequest().respond(500, 'a\u001B[2Jb', 'Server: x\u009B31m\r\n'),
  )

  const { stdout } = await call([url])

  assert.ok(!stdout.includes('\u001B') && !stdout.includes('\u009B'))
  assert.match(stdout, /a\\x1b\[2Jb/)
})

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-call-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
