import assert from 'node:assert/strict'
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:tls'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startDnsServer } from '../../../test/dns-server.ts'
import { listeningPort } from '../../../test/program.ts'
import { validityFinding } from './certificate-validity.ts'
import { checkCertificates } from './certificates-check.ts'
import { checkNames } from './names-check.ts'
import { folderOf, oddities, placeUnderTest, releaseTo } from './place-under-test.ts'

const certificates = fileURLToPath(new URL('../../../test/certificates/', import.meta.url))

async function listenerWith(
  t: TestContext,
  name: string,
  key = `${name}.key.pem`,
): Promise<string[]> {
  const folder = await folderOf(t)
  const files = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') }
  await copyFile(join(certificates, `${name}.pem`), files.certificate)
  await copyFile(join(certificates, key), files.key)
  await chmod(files.key, 0o600)
  const flags = { tlsCertificate: files.certificate, tlsKey: files.key }
  return oddities(await checkCertificates(await placeUnderTest(t, { flags })))
}

test("the listener's certificate: expired, not yet valid, another's key, no chain, self-signed", async (t) => {
  assert.deepEqual(await listenerWith(t, 'valid'), ['warning chain_missing'])
  assert.deepEqual(await listenerWith(t, 'self-signed'), ['note certificate_self_signed'])
  assert.deepEqual((await listenerWith(t, 'expired'))[0], 'problem certificate_expired')
  assert.deepEqual((await listenerWith(t, 'not-yet-valid'))[0], 'problem certificate_not_yet_valid')
  assert.deepEqual(await listenerWith(t, 'valid', 'expired.key.pem'), ['problem tls_pair_wrong'])
})

test('a missing file and a key that everybody may read are problems', async (t) => {
  const folder = await folderOf(t)
  const key = join(folder, 'k.pem')
  await copyFile(join(certificates, 'self-signed.key.pem'), key)
  await chmod(key, 0o644)
  const at = async (tlsCertificate: string): Promise<string[]> =>
    oddities(
      await checkCertificates(await placeUnderTest(t, { flags: { tlsCertificate, tlsKey: key } })),
    )

  assert.deepEqual(await at(join(folder, 'none.pem')), ['problem tls_file_unreadable'])
  assert.deepEqual(await at(join(certificates, 'self-signed.pem')), [
    'note certificate_self_signed',
    'problem tls_key_open',
  ])
})

test('a certificate is renewed three weeks before its end at the latest', () => {
  const at = (validTo: string): string =>
    validityFinding(
      { validFrom: 'Jan 1 2026', validTo },
      ['It', '它'],
      ['x', 'x'],
      Date.parse('Nov 24 2026'),
    ).key

  assert.equal(at('Dec 30 2026'), 'certificate_valid')
  assert.equal(at('Dec 10 2026'), 'certificate_expires_soon')
  assert.equal(at('Nov 23 2026'), 'certificate_expired')
})

test('backends show their certificates; what is wrong has the key that callers would get', async (t) => {
  const authority = await readFile(join(certificates, 'authority.pem'), 'utf8')
  const port = async (name: string): Promise<number> => {
    const server = createServer({
      cert: await readFile(join(certificates, `${name}.pem`)),
      key: await readFile(join(certificates, `${name}.key.pem`)),
    })
    t.after(() => server.close())
    return listeningPort(server)
  }
  const tls = { serverName: 'backend.test', ca: authority, verify: true }
  const hosts = [
    { scheme: 'https', port: await port('valid'), tls },
    { scheme: 'https', port: await port('expired'), tls },
    { scheme: 'https', host: '169.254.169.254', port: 443, tls },
  ] as const
  const releases = async () => [releaseTo(...hosts)]

  const found = await checkCertificates(await placeUnderTest(t, { releases }))
  const unasked = await checkCertificates(await placeUnderTest(t, { releases, mayProbe: false }))

  assert.deepEqual(oddities(found), ['problem backend_tls_failed', 'note backend_link_local'])
  assert.ok(found.some(({ key }) => key === 'certificate_valid'))
  assert.match(JSON.stringify(found), /tls_certificate_expired/)
  assert.deepEqual(oddities(unasked), ['note backends_not_probed'])
})

test('name servers that say nothing, names that do not resolve, and slow ones are found', async (t) => {
  const server = await startDnsServer()
  t.after(() => server.close())
  server.reply('good.test', 'A', { addresses: ['10.0.0.1'] })
  server.reply('slow.test', 'A', { addresses: ['10.0.0.2'], delayMs: 400 })
  server.reply('slow.test', 'AAAA', { addresses: [], delayMs: 400 })
  const releases = async () =>
    ['good.test', 'slow.test', 'gone.test'].map((host) => releaseTo({ host }))
  const flags = { nameServers: server.address }

  const found = await checkNames(await placeUnderTest(t, { releases, flags }))

  const about = found.filter(({ key }) => key.startsWith('name_'))
  assert.deepEqual(oddities(about), ['warning name_slow', 'problem name_unresolved'])
  assert.match(JSON.stringify(about), /gone\.test does not resolve here: .*\(dns_not_found\)/)
})

test('a silent name server is a problem where a backend has a name, else a warning', async (t) => {
  const server = await startDnsServer()
  t.after(() => server.close())
  server.reply('faultline.invalid', 'A', 'silence')
  const flags = { nameServers: server.address }
  const silent = async (host: string): Promise<string[]> => {
    const releases = async () => [releaseTo({ host })]
    const found = await checkNames(await placeUnderTest(t, { releases, flags }))
    return oddities(found.filter(({ key }) => key === 'name_server_silent'))
  }

  assert.deepEqual(await silent('127.0.0.1'), ['warning name_server_silent'])
  assert.deepEqual(await silent('gone.test'), ['problem name_server_silent'])
})

test('resolv.conf: unreadable, too many servers, a search list that multiplies questions', async (t) => {
  const file = join(await folderOf(t), 'resolv.conf')
  const place = await placeUnderTest(t)
  const about = async (): Promise<string[]> =>
    oddities(await checkNames(place, file)).filter((text) => !text.includes('server_silent'))

  assert.deepEqual(await about(), ['warning resolv_conf_unreadable'])
  await writeFile(
    file,
    'nameserver 127.0.0.9\n'.repeat(4) + 'search a.test b.test\noptions ndots:5\n',
  )
  assert.deepEqual(await about(), ['note name_servers_ignored', 'note search_list_long'])
})
