import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { programWords } from '../../test/program-words.ts'

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

async function faultline(
  words: readonly string[],
  input: string | Uint8Array = '',
  environment: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [...programWords, ...words], {
    env: { ...process.env, FAULTLINE_SERVER: '', NO_COLOR: '1', ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => undefined) // a command that does not read closes it
  child.stdin.end(input)
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

const nginx502 =
  'HTTP/1.1 502 Bad Gateway\nServer: nginx\nContent-Type: text/html\n\n<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n'

test('the exit code tells whose fault it is', async () => {
  const texts: readonly (readonly [number, string])[] = [
    [0, 'HTTP/1.1 200 OK\nContent-Type: text/plain\n\nfine'],
    [
      10,
      'HTTP/1.1 422 Unprocessable Entity\nContent-Type: application/json\n\n{"code":42,"message":"name is required"}',
    ],
    [12, 'curl: (7) Failed to connect to a.example.test port 80 after 0 ms: Connection refused'],
    [13, nginx502],
    [
      14,
      'HTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n{"code":42,"message":"oops"}',
    ],
    [15, 'hello'],
  ]
  for (const [code, text] of texts)
    assert.equal((await faultline(['why', '-'], text)).code, code, text)
})

test('a file that Windows PowerShell wrote in UTF-16 is read, with and without its mark', async () => {
  const text = 'HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\n{"message":"订单不存在"}'
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
  for (const bytes of [little, little.subarray(2), Buffer.from(little).swap16()]) {
    const { stdout } = await faultline(['why', '-', '--json'], bytes)

    const { hops } = JSON.parse(stdout) as { hops: { status: number }[] }
    assert.deepEqual(
      hops.map(({ status }) => status),
      [404],
    )
  }
})

test('--json prints the shape that scripts rely on', async () => {
  const { stdout } = await faultline(['why', '-', '--json'], nginx502)

  const printed: unknown = JSON.parse(stdout)
  assert.deepEqual(Object.keys(Object(printed)).toSorted(), [
    'detected',
    'hops',
    'not_seen',
    'record',
    'verdict',
  ])
})

test('a file is read, and a word that is neither a file nor an id is bad usage', async (t) => {
  const file = join(temporaryFolder(t), 'pasted.txt')
  writeFileSync(file, nginx502)

  assert.equal((await faultline(['why', file])).code, 13)
  const missing = await faultline(['why', './no/such/file.txt'])
  assert.equal(missing.code, 2)
  assert.match(missing.stderr, /There is no file/)
})

test('a file that cannot be read is told with the reason and what to do, in both languages', async (t) => {
  const path = join(temporaryFolder(t), 'socket') // not even root can open one
  const server = createServer().listen(path)
  await once(server, 'listening')
  t.after(() => server.close())

  const english = await faultline(['why', path, '--lang', 'en'])
  const chinese = await faultline(['why', path, '--lang', 'zh'])

  assert.deepEqual([english.code, chinese.code], [1, 1])
  const advice = 'check its permissions, or paste it: faultline why -\n'
  assert.equal(
    english.stderr.replace(/\(E\w+\)/, '(CODE)'),
    `${path} cannot be read (CODE): ${advice}`,
  )
  assert.match(chinese.stderr, /无法读取（E\w+）：请检查其权限/)
})

test('an empty text is bad usage', async () => {
  assert.equal((await faultline(['why', '-'], ' \n')).code, 2)
})

test('a text from a pipe is held to the limit of a file, and told so in both languages', async (t) => {
  const tooLong = 'x'.repeat(64 * 1024 * 1024 + 1)
  const file = join(temporaryFolder(t), 'large.txt')
  writeFileSync(file, tooLong)

  const piped = await faultline(['why', '-'], tooLong)
  const inChinese = await faultline(['why', '-', '--lang', 'zh'], tooLong)
  const named = await faultline(['why', file])

  const rest = 'is larger than 64 MiB: cut out the exchange that failed.\n'
  assert.deepEqual(piped, { code: 2, stdout: '', stderr: `Standard input ${rest}` })
  assert.match(inChinese.stderr, /^标准输入 大于 64 MiB：/)
  assert.deepEqual(named, { code: 2, stdout: '', stderr: `${file} ${rest}` })
})

test('a pipe with a name is read like a file', async (t) => {
  const pipe = join(temporaryFolder(t), 'pipe')
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
  const writer = spawn('sh', ['-c', 'cat > "$0"', pipe])
  writer.stdin.end(nginx502)

  assert.equal((await faultline(['why', pipe])).code, 13)
})

test('secrets of a pasted text are in no output', async () => {
  const text = `$ curl -i http://a.example.test/x?access_token=S3cr3tValue -H 'X-Bkapi-Authorization: {"bk_app_code":"demo","bk_app_secret":"S3cr3tValue"}'\n${nginx502}`

  for (const words of [
    ['why', '-'],
    ['why', '-', '--json'],
    ['why', '-', '--lang', 'zh'],
  ]) {
    const { stdout } = await faultline(words, text)
    assert.ok(!stdout.includes('S3cr3tValue'), stdout)
  }
})

test('nothing is coloured where the output is no terminal', async () => {
  const { stdout } = await faultline(['why', '-'], nginx502, {
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
  })

  assert.ok(!stdout.includes('\u001B'))
})

test('in Chinese nothing is English but what the text itself says', async () => {
  const throughGateway = nginx502.replace('Server', 'X-Bkapi-Request-ID: 1\nServer')
  const { stdout } = await faultline(['why', '-', '--lang', 'zh'], throughGateway)

  const words = stdout.replaceAll(quotedWords, '').match(/[A-Za-z]{2,}/g) ?? []
  assert.deepEqual(words, [])

  assert.match(stdout, /谁应答\s+服务前的接入层/)
  assert.match(stdout, /网关已请求后端接口，并将其响应原样返回。/)
})

test('what is said of the gateway is said where the answer has its mark', async () => {
  const { stdout: without } = await faultline(['why', '-'], nginx502)
  const marked = nginx502.replace('Server', 'X-Bkapi-Request-ID: 1\nServer')
  const { stdout: withMark } = await faultline(['why', '-'], marked)

  assert.match(withMark, /caller ──▶ gateway ──▶ access layer/)
  assert.match(withMark, /The gateway has requested the backend interface/)
  assert.match(without, /caller ──▶ access layer/)
  assert.doesNotMatch(without, /The gateway has requested/)
})

/** Names, fields and commands. */
const quotedWords =
  /nginx|HTTP|curl -i|curl -v|text\/html|X-Bkapi-Request-ID|Server|Content-Type|faultline errors \w+/g

test('an id asks the server with its token; an unknown id says so', async (t) => {
  const verdict = {
    fault: 'network',
    responder: 'gateway',
    owner: 'backend',
    certainty: 'certain',
    key: 'backend_refused',
    summary: 'x',
    response_desc: '',
    evidence: [],
    next_steps: [],
    contacts: [],
    software: null,
    help: '',
    would_confirm: [],
  }
  const record = {
    request_id: 'id-1',
    method: 'GET',
    http_path: '/x',
    status: 502,
    timestamp: 0,
    request_duration: 1,
    gateway: 'shop',
    stage: 'prod',
    resource: 'r',
    app_code: '',
  }
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`)
    const known = request.url === '/api/v1/flow-records/id-1?lang=en'
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(known ? { record, verdict, evidence: [] } : { title: 'none' }))
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const environment = { FAULTLINE_SERVER: `http://127.0.0.1:${port}`, FAULTLINE_TOKEN: 'a-token' }

  const known = await faultline(['why', 'id-1'], '', environment)
  const unknown = await faultline(['why', 'id-2'], '', environment)

  assert.equal(known.code, 12)
  assert.equal(asked[0], '/api/v1/flow-records/id-1?lang=en Bearer a-token')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /No flow record has the request id id-2/)
})

test('errors explains a key, a code and words, in two languages', async () => {
  assert.match((await faultline(['errors', 'backend_refused'])).stdout, /1650200 BAD_GATEWAY/)
  assert.match((await faultline(['errors', '1640301'])).stdout, /permission_expired/)
  assert.match((await faultline(['errors', 'backend_refused', '--lang', 'zh'])).stdout, /后端地址/)
  assert.equal((await faultline(['errors', 'no', 'such', 'thing'])).code, 1)
  const all: unknown = JSON.parse((await faultline(['errors', '--json'])).stdout)
  assert.ok(Array.isArray(Object(all).items))
})

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-why-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
