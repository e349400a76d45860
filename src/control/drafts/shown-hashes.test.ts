import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftsUnderTest } from './drafts-under-test.ts'

/** A release is kept by the SHA-256 of what it holds, hidden values too. */
const any = { 'if-match': '*' }
const shop = '/gateways/shop'
const prod = `${shop}/stages/prod`

test('no answer has what a hidden value could be guessed by, and the same content has the same hash', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  const said: string[] = []
  const ask = async (...asked: Parameters<typeof api.ask>) => {
    const answer = await api.ask(...asked)
    assert.ok(answer.status < 300, answer.text)
    said.push(answer.text)
    return answer
  }
  const plugins = [{ type: 'header-rewrite', config: { set: { 'X-Key': 'summer' } } }]
  const hosts = { hosts: [{ url: 'http://127.0.0.1:9' }] }
  const file = { name: 'shop', stages: [{ name: 'prod', backends: { default: hosts }, plugins }] }

  const applied = await ask('POST', '/apply', JSON.stringify({ version: 1, gateways: [file] }))
  const plain = [api.publication().releases[0]?.hash ?? '']
  await ask('POST', `${shop}/resources`, { name: 'ping', method: 'GET', path: '/ping' })
  api.refuseNext('no')
  await api.ask('POST', `${prod}/release`, { acceptWarnings: true })
  const { body: refused } = await ask('GET', prod)
  const released = await ask('POST', `${prod}/release`, { acceptWarnings: true })
  plain.push(api.publication().releases[0]?.hash ?? '')
  const rolledBack = await ask('POST', `${prod}/rollback`, { number: 1 })
  const reads = ['/gateways', shop, `${shop}/stages`, prod, `${prod}/releases/1`, '/audit']
  for (const path of [...reads, `${prod}/releases/2/diff`]) await ask('GET', path)
  const { body } = await ask('GET', `${prod}/releases`)
  await ask('POST', `${prod}/unpublish`, undefined, any)
  await ask('GET', '/audit')

  assert.equal(Reflect.get(Object(refused['lastRefusal']), 'hash'), released.body['hash'])
  assert.deepEqual(
    plain.map((hash) => hash.length),
    [64, 64],
  )
  for (const text of said) for (const hash of plain) assert.ok(!text.includes(hash), text)
  const hashes = (body['items'] as { readonly hash: string }[]).map(({ hash }) => hash)
  const [first] = applied.body['releases'] as { readonly hash: string }[]
  assert.deepEqual(hashes, [rolledBack.body['hash'], released.body['hash'], first?.hash])
  assert.equal(hashes[0], hashes[2])
  assert.notEqual(hashes[0], hashes[1])
})
