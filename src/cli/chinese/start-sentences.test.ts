import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readSettings, settingTable } from '../../settings.ts'
import { inChinese } from './in-chinese.ts'

/** What keeps a server from starting is written in rooms that know only English: each of their sentences
 *  must have its Chinese. */
const wrongValues = ['', '!', 'a b', '{}']

test('every sentence about a wrong setting is known, with the value as it was typed', () => {
  const problems = Object.keys(settingTable).flatMap((name) =>
    wrongValues.flatMap((value) => {
      const read = readSettings({ [name]: value }, {})
      return read.ok ? [] : [read.problem]
    }),
  )

  assert.ok(problems.length > 30, `${problems.length} problems`)
  assert.deepEqual(problems.filter(isEnglish), [])
  assert.equal(
    inChinese('--workers: "a {} b" is not a whole number from 1 to 64.').slice(0, 18),
    '--workers：“a {} b”',
  )
})

test('every sentence about settings that do not go together is known', () => {
  const token = 'x'.repeat(20)
  const problems = [
    readSettings({ tlsKey: 'key.pem' }, {}),
    readSettings({ console: '0.0.0.0:1' }, {}),
    readSettings({ console: '0.0.0.0:1', listen: '0.0.0.0:1', adminToken: token }, {}),
  ].map((read) => (read.ok ? '' : read.problem))

  assert.deepEqual(problems.filter(isEnglish), [])
})

const files = [
  'control/listen-check.ts',
  'control/tls-files.ts',
  'storage/data-folder.ts',
  'storage/folder-lock.ts',
  'storage/key-folder.ts',
  'storage/state-file.ts',
  'storage/sqlite-database.ts',
  'storage/migrate.ts',
  'storage/control-store.ts',
  'storage/backup-file.ts',
  'storage/restore-backup.ts',
]

test('every sentence about ports, certificates and files of the data folder is known', () => {
  const said = files.flatMap((file) => sentencesIn(sourceOf(file)))

  assert.ok(said.length > 9, `${said.length} sentences`)
  assert.deepEqual(
    said.filter((sentence) => isEnglish(`faultline: ${sentence}`)),
    [],
  )
})

test('every reason why a thing of the data folder cannot be used is known', () => {
  const reasons = sentencesIn(sourceOf('storage/storage-problem.ts'))
  const things = files.flatMap((file) =>
    [...sourceOf(file).matchAll(/storageProblem\('([^']+)'/g)].map(([, thing = '']) => thing),
  )
  const said = things.flatMap((thing) => reasons.map((reason) => `${thing} /d ${reason}`))

  assert.ok(said.length > 30, `${said.length} sentences`)
  assert.deepEqual(said.filter(isEnglish), [])
  assert.deepEqual(
    said.map(inChinese).filter((sentence) => sentence.startsWith('The ')),
    [],
  )
})

test('every reason why a PostgreSQL cannot be used is known', () => {
  const reasons = sentencesIn(sourceOf('storage/postgres-database.ts'))
  const said = reasons.map((reason) => inChinese(`The database postgres://d ${reason}`))

  assert.ok(said.length > 5, `${said.length} sentences`)
  assert.deepEqual(
    said.filter((sentence) => /[a-z]{3} [a-z]/.test(sentence)),
    [],
  )
})

function sourceOf(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
}

/** Templates that end as a sentence does, with X for what is put in. */
function sentencesIn(code: string): string[] {
  return [...code.matchAll(/`([^`]*\.)`/g)]
    .map(([, text = '']) => text.replace('${problem}', 'it is not JSON'))
    .map((text) => text.replaceAll(/\$\{[^}]*\}/g, 'X').replace(/^X X/, '--tls-key X'))
}

function isEnglish(sentence: string): boolean {
  return !/\p{Script=Han}/u.test(inChinese(sentence))
}
