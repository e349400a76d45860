import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { suite, test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { SecretMask } from '../../src/calling/call-secrets.ts'
import { curlText } from '../../src/control/debug/curl-text.ts'
import { snippetsOf } from '../../src/control/portal/snippets.ts'
import { wholeRecord } from '../../src/model/record-defaults.ts'
import { curlOf } from '../../web/src/request/record-curl.ts'
import { temporaryFolder } from '../clean-up.ts'
import { missing } from '../real-programs.ts'

/** Lines for a shell that pages offer to copy, run by a real shell and a real curl: what a caller wrote arrives as it
 *  was written, and means nothing to either on the way. */
const folder = temporaryFolder()
writeFileSync(join(folder, 'private'), 'a file of whoever pastes the line')

const path = '/a{b,c}[1-2]'
const params = "q={x}&n=it's"
const bodies = ['@private', '{"a": "it\'s $HOME `id` \\\\ !x"}\n', '']
/** The same one call, as a page has it. */
type Line = (origin: string, method: string, body: string) => string

const lines: Readonly<Record<string, Line>> = {
  'of a record': (origin, method, body) =>
    curlOf(wholeRecord({ method, http_path: path, params, body }), origin),
  'of a debug call': (origin, method, body) =>
    curlText(
      {
        method,
        url: new URL(`${origin}${path}?${params}`),
        fields: [['X-Secret-Of', 'app s3cr3t']],
        body: body === '' ? undefined : Buffer.from(body),
      },
      { fields: [], shown: [], secrets: [['s3cr3t', '$SECRET']] },
      new SecretMask(),
    ),
  'of the documentation': (origin, method, body) =>
    snippetsOf({
      method,
      url: `${origin}${path}?${params}`,
      headers: [],
      body: body === '' ? null : body,
      placeholders: [],
    }).curl,
}

suite('a line for a shell', { skip: missing('curl') }, () => {
  for (const [which, line] of Object.entries(lines)) {
    test(`${which} sends the body as it is, and no file that it names`, async (t) => {
      const heard = await listen(t)

      for (const body of bodies) await run(line(heard.origin, 'POST', body))

      assert.deepEqual(
        heard.calls.map(({ body }) => body),
        bodies,
      )
      const target = decodeURIComponent(`${path}?${params}`)
      for (const call of heard.calls) {
        assert.deepEqual([call.method, decodeURIComponent(call.url)], ['POST', target])
      }
    })

    test(`${which} asks for a header alone without waiting for a body`, async (t) => {
      const heard = await listen(t)

      const shown = await run(line(heard.origin, 'HEAD', which === 'of a record' ? 'kept' : ''))

      assert.match(shown, /^HTTP\/1\.1 200/)
      assert.deepEqual(heard.calls[0]?.method, 'HEAD')
    })
  }

  test('of a record is nothing but a request, whatever a caller called its method', async (t) => {
    const heard = await listen(t)
    const record = { method: '`touch$IFS$9made`', http_path: '/', body: '' }

    const ran = run(curlOf(wholeRecord(record), heard.origin))

    await ran // refused by the server: it is no method that it knows
    await assert.rejects(run('test -e made'))
  })

  test('of a debug call with a secret takes it from a variable', async (t) => {
    const heard = await listen(t)
    const made = lines['of a debug call']?.(heard.origin, 'GET', '') ?? ''

    await run(made, { SECRET: 'of mine! "quoted"' })

    assert.ok(!made.includes('s3cr3t'))
    assert.equal(heard.calls[0]?.secret, 'app of mine! "quoted"')
  })
})

interface Heard {
  readonly origin: string
  readonly calls: { method: string; url: string; body: string; secret: unknown }[]
}

async function listen(t: TestContext): Promise<Heard> {
  const calls: Heard['calls'] = []
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    calls.push({ method, url, body: await text(request), secret: headers['x-secret-of'] })
    response.end('done')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo // of TCP
  return { origin: `http://127.0.0.1:${port}`, calls }
}

async function run(line: string, variables: NodeJS.ProcessEnv = {}): Promise<string> {
  const env = { ...process.env, ...variables }
  const ran = await promisify(execFile)('sh', ['-c', line], { cwd: folder, env, timeout: 10_000 })
  return ran.stdout
}
