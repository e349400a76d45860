import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { startLogs } from '../../test/logs-command-under-test.ts'

const twoAndAHalf = {
  ndjson: { sent: '{"a":1}\n{"a":2}\n{"a"', says: '2 whole records went to standard output' },
  csv: {
    sent: 'time,body\r\n1,"a ""line""\n and more"\r\n2,b\r\n3,"\n',
    says: '2 whole records went to standard output',
  },
  parquet: {
    sent: 'PAR1..',
    says: '6 bytes of a Parquet file that nothing can read went to standard output',
  },
}

for (const [format, { sent, says }] of Object.entries(twoAndAHalf)) {
  test(`Ctrl-C tells how much ${format} has gone to standard output`, async (t) => {
    const url = await exporting(t, (response) => response.write(sent))
    const child = startLogs(url, ['export', `--${format}`, '-'])
    const ended = endOf(child)

    await once(child.stdout, 'data')
    child.kill('SIGINT')

    assert.deepEqual(await ended, { code: 1, stdout: sent, stderr: `Stopped; ${says}.\n` })
  })
}

test('an export to standard output that breaks off says so in a sentence, with what it wrote', async (t) => {
  const { sent, says } = twoAndAHalf.ndjson
  const url = await exporting(t, (response) => response.write(sent, () => response.destroy()))

  const { code, stdout, stderr } = await endOf(startLogs(url, ['export', '--ndjson', '-']))

  assert.deepEqual({ code, stdout }, { code: 1, stdout: sent })
  assert.equal(stderr, `The export broke off; ${says}. Is the server still running?\n`)
})

test('Ctrl-C before the first byte leaves nothing, and says so', async (t) => {
  const begun = Promise.withResolvers<void>()
  const url = await exporting(t, () => begun.resolve())
  const child = startLogs(url, ['export', '--ndjson', '-'])
  const ended = endOf(child)

  await begun.promise
  child.kill('SIGINT')

  assert.deepEqual(await ended, {
    code: 1,
    stdout: '',
    stderr: 'Stopped; nothing was written.\n',
  })
})

test(
  'an export whose reader has gone ends, while the server would go on',
  { timeout: 20_000 },
  async (t) => {
    const url = await exporting(t, (response) => {
      const more = (): boolean => response.write(`{"a":"${'x'.repeat(100_000)}"}\n`)
      response.on('drain', more)
      more()
      while (more());
    })
    const main = new URL('../main.ts', import.meta.url).pathname
    const line = '"$0" "$1" logs export --ndjson - --server "$2" | head -c 10'

    const child = spawn('sh', ['-c', line, process.execPath, main, url], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    })
    t.after(() => child.kill('SIGKILL'))

    assert.deepEqual(await endOf(child), { code: 0, stdout: '{"a":"xxxx', stderr: '' })
  },
)

async function exporting(
  t: TestContext,
  answer: (response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((_request, response) => void answer(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // it listens on a port
  return `http://127.0.0.1:${port}`
}

async function endOf(
  child: ReturnType<typeof startLogs>,
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}
