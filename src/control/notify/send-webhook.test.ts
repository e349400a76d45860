import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { test } from 'node:test'
import { startReceiver } from '../../../test/notice-receivers.ts'
import { listeningPort } from '../../../test/program.ts'
import { refusedAddresses } from './refused-addresses.ts'
import { sendWebhook } from './send-webhook.ts'
import { signatureOf, signingSecret } from './signing-secret.ts'

const webhook = { id: 'n1', body: '{"a":"é"}', signature: 't=1,v1=ab' }
const sender = {
  isRefused: refusedAddresses(['10.0.0.0/8']),
  resolver: {
    resolve: async (host: string) => {
      const address =
        { 'metadata.test': '169.254.169.254', 'inner.test': '10.1.2.3' }[host] ?? '127.0.0.1'
      return {
        ok: true,
        addresses: [{ address, family: 4 }],
        ageMs: 0,
        fromCache: false,
        notes: '',
      } as const
    },
  },
}

test('a webhook gets the body, its id and its signature', async (t) => {
  const receiver = await startReceiver(t)

  await sendWebhook(sender, { ...webhook, url: receiver.url.replace('127.0.0.1', 'hook.test') })

  const [received] = receiver.received
  assert.equal(received?.text, webhook.body)
  assert.equal(received?.id, 'n1')
  assert.equal(received?.headers['faultline-signature'], 't=1,v1=ab')
  assert.match(received?.headers.host ?? '', /^hook\.test:\d+$/)
})

test('a redirect is not followed, and whatever is no success is told', async (t) => {
  const target = await startReceiver(t)
  const server = createServer((request, response) => {
    const status = Number(request.url?.slice(1, 4))
    response.writeHead(status, { location: target.url }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const sent = async (path: string): Promise<void> =>
    await sendWebhook(sender, { ...webhook, url: `http://127.0.0.1:${port}${path}` })

  await assert.rejects(
    sent('/307'),
    /^NotSent: 127\.0\.0\.1 answered 307: redirects are not followed$/,
  )
  await assert.rejects(sent('/500?secret=1'), /^NotSent: 127\.0\.0\.1 answered 500$/)
  assert.equal(target.received.length, 0)
})

test('nothing is sent to metadata services, link-local or refused addresses, by name or number', async () => {
  const urls = [
    'http://metadata.test/',
    'http://inner.test/',
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'http://100.100.100.200/',
    'http://[::ffff:169.254.169.254]/',
  ]
  const literal = {
    ...sender,
    resolver: {
      resolve: async (host: string) => {
        if (host.endsWith('.test')) return await sender.resolver.resolve(host)
        const family = host.includes(':') ? 6 : 4
        return {
          ok: true,
          addresses: [{ address: host, family }],
          ageMs: 0,
          fromCache: false,
          notes: '',
        } as const
      },
    },
  }
  for (const url of urls) {
    await assert.rejects(
      sendWebhook(literal, { ...webhook, url }),
      /which no notification is sent to/,
      url,
    )
  }
})

test('a refused loopback is refused however it is written, and reached where it is not', () => {
  const isRefused = refusedAddresses(['127.0.0.0/8', '::1'])
  const same = ['127.0.0.1', '127.9.9.9', '0.0.0.0', '::', '::1', '::ffff:127.0.0.1']
  const mapped = ['::ffff:7f00:1', '0:0:0:0:0:ffff:7f00:1', '::ffff:0.0.0.0', '::ffff:0:0']

  for (const address of [...same, ...mapped]) assert.ok(isRefused(address), address)
  assert.ok(!isRefused('192.0.2.1') && !isRefused('2001:db8::1'))
  assert.ok(refusedAddresses(['127.0.0.1'])('[::]'.slice(1, -1)), 'one address of it is enough')
  assert.ok(!refusedAddresses([])('0.0.0.0'))
})

test('over https a name is told to the receiver, an address is not', async (t) => {
  const told: string[] = []
  const certificates = new URL('../../../test/certificates/', import.meta.url)
  const server = createTlsServer({
    cert: readFileSync(new URL('valid.pem', certificates)),
    key: readFileSync(new URL('valid.key.pem', certificates)),
    SNICallback: (name, done) => {
      told.push(name)
      done(null)
    },
  })
  t.after(() => server.close())
  const port = await listeningPort(server)

  for (const host of ['127.0.0.1', 'hook.test']) {
    const url = `https://${host}:${port}/`
    await assert.rejects(sendWebhook(sender, { ...webhook, url }), /NotSent/) // nobody vouches for it
  }

  assert.deepEqual(told, ['hook.test'])
})

test('a secret is made of the key and the name, and the signature of the secret, time and body', () => {
  assert.equal(signingSecret('k', 'a'), signingSecret('k', 'a'))
  assert.notEqual(signingSecret('k', 'a'), signingSecret('k', 'b'))
  assert.notEqual(signingSecret('k', 'a'), signingSecret('l', 'a'))
  assert.match(signatureOf('s', '{}', 1_000), /^t=1,v1=[0-9a-f]{64}$/)
})
