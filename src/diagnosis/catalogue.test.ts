import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorEntry, errorKeys, isErrorKey } from '../model/error-table.ts'
import { catalogueEntry, catalogueKeys, type CatalogueEntry } from './catalogue.ts'
import { diagnoseText } from './transcripts/diagnose-text.ts'

const entries = catalogueKeys.map((key) => inBoth(key))

function inBoth(key: string): { english: CatalogueEntry; chinese: CatalogueEntry } {
  const english = catalogueEntry(key, 'en')
  const chinese = catalogueEntry(key, 'zh')
  assert.ok(english !== undefined && chinese !== undefined, key)
  return { english, chinese }
}

test('every key has an entry with a cause and an action in both languages', () => {
  for (const { english, chinese } of entries) {
    const { key } = english
    for (const { title, why, actions } of [english, chinese])
      assert.ok(
        [title, why, ...actions.map(({ text }) => text)].every((text) => text !== ''),
        key,
      )
    for (const text of [chinese.title, chinese.why, ...chinese.actions.map((act) => act.text)])
      assert.match(text, /[\u4e00-\u9fff]/, `${key}: ${text}`)
    assert.doesNotMatch(textOf(english), /[\u4e00-\u9fff]/, key)
  }
})

test('both languages say the same: the same roles, and the same names of settings, fields and commands', () => {
  for (const { english, chinese } of entries) {
    assert.deepEqual(
      chinese.actions.map(({ role }) => role),
      english.actions.map(({ role }) => role),
    )
    const missing = namesIn(textOf(english)).filter((name) => !textOf(chinese).includes(name))
    assert.deepEqual(missing, [], english.key)
  }
})

test('the message of a missing secret is that of the old system, the advice is that signatures are not taken', () => {
  const { english, chinese } = inBoth('app_secret_missing')

  assert.equal(
    errorEntry('app_secret_missing').detail,
    '[reason="please provide bk_app_secret or bk_signature to verify app"]',
  )
  assert.match(english.actions[0]?.text ?? '', /takes no signature \(bk_signature\)/)
  assert.match(chinese.actions[0]?.text ?? '', /不接受用签名（bk_signature）/)
})

test('whoever must act stands first, and nobody stands twice', () => {
  for (const { english } of entries) {
    const roles = english.actions.map(({ role }) => role)
    assert.equal(roles[0], english.owner, english.key)
    assert.equal(new Set(roles).size, roles.length, english.key)
  }
})

test('a caller is told what to do wherever the gateway or a backend wrote an error', () => {
  const silent = entries.filter(
    ({ english }) =>
      english.responder !== 'none' &&
      !['none', 'unsure'].includes(english.fault) &&
      english.actions.every(({ role }) => role !== 'caller'),
  )

  assert.deepEqual(
    silent.map(({ english }) => english.key).filter((key) => !callersCannotSee.has(key)),
    [],
  )
})

/** Only the maintainers of the gateway meet these. */
const callersCannotSee = new Set(['access_layer_wants_certificate'])

test('every entry names what it is confused with, and those name it', () => {
  for (const { english } of entries) {
    assert.ok(english.confused_with.length > 0, english.key)
    for (const other of english.confused_with)
      assert.ok(
        catalogueEntry(other)?.confused_with.includes(english.key),
        `${english.key} ${other}`,
      )
  }
})

test('every sample of an error is judged as its own error, or as one that looks the same', () => {
  for (const key of errorKeys) {
    const { sample } = inBoth(key).english
    if (!sample.startsWith('HTTP/1.1 4') && !sample.startsWith('HTTP/1.1 5')) continue
    assert.equal(diagnoseText(sample).verdict.key, key)
    assert.doesNotMatch(sample, /[{](?!")|""/, `${key}: a value is missing in its sample`)
    assert.match(sample, new RegExp(`^X-Bkapi-Error-Code: ${errorEntry(key).code}$`, 'm'))
  }
})

test('every sample of a verdict is judged as that verdict, as far as a text can tell', () => {
  const wrong = catalogueKeys
    .filter((key) => !isErrorKey(key))
    .map((key) => ({ key, judged: diagnoseText(inBoth(key).english.sample).verdict.key }))
    .filter(({ key, judged }) => key !== judged)

  assert.deepEqual(
    wrong.map(({ key }) => key),
    ['mock_answer', 'preflight_answer', 'gateway_page', 'tunnel_closed'], // known to the record alone
  )
})

test('an unknown key has no entry', () => {
  assert.equal(catalogueEntry('constructor'), undefined)
})

function textOf({ title, why, actions }: CatalogueEntry): string {
  return [title, why, ...actions.map(({ text }) => text)].join(' ')
}

/** Settings, header fields, commands, statuses: whatever is not prose is the same in both languages. */
function namesIn(text: string): string[] {
  const found = text.match(
    /X-[A-Z][\w-]+|\bbk_\w+|\b[a-z]+_[a-z_]+[a-z]\b|\b[a-z]+[A-Z]\w+|faultline [a-z]+|curl -\w+|--[a-z-]+|\b\d{2,}\b/g,
  )
  return [...new Set(found ?? [])]
}
