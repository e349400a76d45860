import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { definitionOf } from '../definitions.ts'
import { startGateway } from '../gateway-process.ts'
import { missing, startNginx } from '../real-programs.ts'

/** The old trap, on a real nginx: the stage says http, the host only speaks https (and the reverse). */
const certificate = fileURLToPath(new URL('../certificates/valid.pem', import.meta.url))
const key = fileURLToPath(new URL('../certificates/valid.key.pem', import.meta.url))
const withTls = `server { listen 127.0.0.1:@PORT@ ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key}; }`
const withoutTls = 'server { listen 127.0.0.1:@PORT@; return 200 fine; }'

function definition(url: string): object {
  return definitionOf({
    backends: { default: url },
    resources: [{ name: 'all', path: '/', matchSubpath: true }],
  })
}

interface Applied {
  readonly warnings: readonly { readonly path: string; readonly message: string }[]
}

test(
  'applying warns, and does not fail, where http meets https on a real nginx',
  { skip: missing('nginx') },
  async (t) => {
    const secure = await startNginx(t, { http: withTls })
    const plain = await startNginx(t, { http: withoutTls })
    const gateway = await startGateway(t, definition(plain.url), { words: [] })

    const fine = await gateway.apply(definition(plain.url))
    const http = await gateway.apply(definition(`http://127.0.0.1:${secure.port}`))
    const https = await gateway.apply(definition(`https://127.0.0.1:${plain.port}`))

    assert.deepEqual(messagesOf(fine), [])
    assert.deepEqual(messagesOf(http), [
      `http://127.0.0.1:${secure.port} is configured as http, but the host only speaks https: write https://127.0.0.1:${secure.port}.`,
    ])
    assert.deepEqual(messagesOf(https), [
      `https://127.0.0.1:${plain.port} is configured as https, but the host only speaks http: write http:// here, or the port of its TLS.`,
    ])
  },
)

test(
  'at the start the same warning goes to the process log, after it is ready',
  { skip: missing('nginx') },
  async (t) => {
    const secure = await startNginx(t, { http: withTls })

    const gateway = await startGateway(t, definition(`http://127.0.0.1:${secure.port}`), {
      words: [],
    })
    const [line] = await gateway.program.said(/^faultline: warn: [^\n]+$/m)

    assert.match(
      line,
      /the host only speaks https.* at=gateways\/shop\/stages\/prod\/backends\/default$/,
    )
    const output = gateway.program.output()
    assert.ok(output.indexOf('ready') < output.indexOf('only speaks https'))
  },
)

function messagesOf(reply: unknown): readonly string[] {
  return (reply as Applied).warnings.map(({ message }) => message) // our own answer
}
