import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueEntry, catalogueKeys, searchCatalogue } from './catalogue.ts'

test('every key has an entry with a cause and an action in both languages', () => {
  for (const key of catalogueKeys) {
    const english = catalogueEntry(key, 'en')
    const chinese = catalogueEntry(key, 'zh')
    assert.ok(english !== undefined && chinese !== undefined, key)
    for (const entry of [english, chinese])
      assert.ok(
        entry.title !== '' && entry.why !== '' && entry.actions.every(({ text }) => text !== ''),
        key,
      )
    assert.match(chinese.title, /[\u4e00-\u9fff]/, key)
    assert.doesNotMatch(english.title + english.why, /[\u4e00-\u9fff]/, key)
  }
})

test('whoever must act stands first', () => {
  for (const key of catalogueKeys) {
    const entry = catalogueEntry(key)
    assert.equal(entry?.actions[0]?.role, entry?.owner, key)
  }
})

test('a key, a code and words each find their entries', () => {
  assert.deepEqual(
    searchCatalogue('backend_refused').map(({ key }) => key),
    ['backend_refused'],
  )
  assert.ok(searchCatalogue('1650200').some(({ key }) => key === 'backend_refused'))
  assert.deepEqual(
    searchCatalogue('certificate has expired').map(({ key }) => key),
    ['tls_certificate_expired'],
  )
  assert.ok(searchCatalogue('证书', 'zh').length > 2)
  assert.deepEqual(searchCatalogue('no such thing at all'), [])
})

test('an unknown key has no entry', () => {
  assert.equal(catalogueEntry('constructor'), undefined)
})
