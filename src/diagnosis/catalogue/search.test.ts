import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorEntry, errorKeys } from '../../model/error-table.ts'
import { catalogueEntry, catalogueKeys } from '../catalogue.ts'
import { nearestKeys } from './nearest-keys.ts'
import { searchCatalogue } from './search.ts'

function keysOf(query: string): string[] {
  return searchCatalogue(query).map(({ key }) => key)
}

test('nothing asked for finds everything', () => {
  assert.deepEqual(keysOf(' '), catalogueKeys)
})

test('every key finds its entry alone, however it is spelled', () => {
  for (const key of catalogueKeys) assert.deepEqual(keysOf(key), [key])
  assert.deepEqual(keysOf('Backend-Refused'), ['backend_refused'])
  assert.deepEqual(keysOf('backend refused'), ['backend_refused'])
})

test('a code, its beginning, a status and a code name find what has them', () => {
  const having = (isWanted: (key: (typeof errorKeys)[number]) => boolean): string[] =>
    errorKeys.filter(isWanted)

  assert.deepEqual(
    keysOf('1650401'),
    having((key) => errorEntry(key).code === 1_650_401),
  )
  assert.deepEqual(
    keysOf('16504'),
    having((key) => String(errorEntry(key).code).startsWith('16504')),
  )
  assert.deepEqual(
    keysOf('429'),
    having((key) => errorEntry(key).status === 429),
  )
  assert.deepEqual(
    keysOf('invalid_args'),
    having((key) => errorEntry(key).codeName === 'INVALID_ARGS'),
  )
})

test('the message of every error, as callers receive it, finds its entry among the first', () => {
  for (const key of errorKeys) {
    const { sample } = catalogueEntry(key) ?? { sample: '' }
    const line = /^X-Bkapi-Error-Message: .*$/m.exec(sample)?.[0]
    if (line === undefined) continue
    const body = sample.split('\n\n')[1] ?? ''
    for (const pasted of [line, `< ${line}`, line.slice(23), body]) {
      const found = keysOf(pasted)
      const sameMessage = found.filter((other) => detailOf(other) === detailOf(key))
      assert.ok(found.includes(key), `${key}: ${pasted}`)
      assert.deepEqual(found.slice(0, sameMessage.length), sameMessage, key)
    }
  }
})

test('codes, names and reasons of the old system lead to what they are called here', () => {
  assert.deepEqual(keysOf('1640101'), ['app_secret_wrong', 'app_not_found'])
  assert.deepEqual(keysOf('JWT_VERIFY_FAILED'), ['jwt_invalid'])
  assert.ok(keysOf('cannot read header from upstream').includes('backend_closed_early'))
  assert.ok(keysOf('app code cannot be empty').includes('app_missing'))
  assert.deepEqual(keysOf('1640303')[0], 'gateway_error_unlisted')
})

test('what curl, Node and OpenSSL say finds who is meant', () => {
  assert.ok(keysOf('curl: (52) Empty reply from server').includes('call_empty_reply'))
  assert.ok(keysOf('connect ECONNREFUSED 10.0.0.5:9000').includes('backend_refused'))
  assert.ok(keysOf('DEPTH_ZERO_SELF_SIGNED_CERT').includes('tls_certificate_untrusted'))
})

test('words in either language find entries, those with the words in the title first', () => {
  assert.equal(keysOf('certificate expired')[0], 'tls_certificate_expired')
  assert.ok(keysOf('证书').length > 2)
  assert.deepEqual(keysOf('no such thing at all'), [])
})

test('hostile searches end quickly and find nothing', () => {
  for (const query of ['.*', '(((((', '{"message":1', '[a '.repeat(400), '\u0000', '__proto__'])
    assert.ok(keysOf(query).length < catalogueKeys.length, query)
})

test('a mistyped key is told what it may have meant', () => {
  assert.equal(nearestKeys('backend_refusd')[0], 'backend_refused')
  assert.equal(nearestKeys('permision_expired')[0], 'permission_expired')
  assert.ok(nearestKeys('refused').includes('backend_refused'))
  assert.deepEqual(nearestKeys('zzzzzz'), [])
  assert.deepEqual(nearestKeys(''), [])
})

function detailOf(key: string): string {
  return catalogueEntry(key)?.message ?? ''
}

test('Chinese words are found though no text has them as they are', () => {
  const first: Readonly<Record<string, string>> = {
    证书过期: 'tls_certificate_expired',
    没有权限: 'app_no_permission',
    连接被拒绝: 'backend_refused',
    网关超时: 'backend_first_byte_timeout',
    请求体过大: 'body_too_large',
    域名解析失败: 'dns_not_found',
    未授权: 'app_missing',
  }
  for (const [words, key] of Object.entries(first)) assert.equal(keysOf(words)[0], key, words)
  assert.deepEqual(keysOf('天气很好'), [])
  assert.deepEqual(keysOf('磁盘已满'), [])
})
