import assert from 'node:assert/strict'
import { createVerify, createSign } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { KeyFolder } from './key-folder.ts'
import { StateFile } from './state-file.ts'

interface Counted {
  readonly version: 1
  readonly count: number
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-state-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function stateFileIn(folder: string): StateFile<Counted> {
  return new StateFile<Counted>(join(folder, 'state.json'), (value) =>
    typeof value === 'object' && value !== null && 'version' in value && value.version === 1
      ? ''
      : 'its version is not 1',
  )
}

test('the file of an earlier version is read, and then set aside under another name', async (t) => {
  const folder = await folderOf(t)
  const store = stateFileIn(folder)
  assert.equal(await store.load(), undefined)
  await writeFile(store.path, '{"version":1,"count":1}')

  const state = await store.load()
  await store.setAside()

  assert.deepEqual(state, { version: 1, count: 1 })
  assert.deepEqual(await readdir(folder), ['state.json.taken-over'])
})

test('a damaged or foreign state file is refused with what to do', async (t) => {
  const store = stateFileIn(await folderOf(t))

  await writeFile(store.path, '{"version":1,')
  await assert.rejects(store.load(), /it is not JSON\. Restore it from a backup/)
  await writeFile(store.path, '{"version":7}')
  await assert.rejects(store.load(), /its version is not 1/)
})

test('a gateway keeps its key pair over restarts, readable by its user alone', async (t) => {
  const path = join(await folderOf(t), 'keys')

  const [first] = await new KeyFolder(path).keysOf(['shop'])
  const [again] = await new KeyFolder(path).keysOf(['shop'])

  assert.ok(first !== undefined)
  assert.deepEqual(again, first)
  assert.equal(first.kid, 'shop')
  assert.equal((await stat(join(path, 'shop.pem'))).mode & 0o777, 0o600)
  const signature = createSign('RSA-SHA512').update('text').sign(first.privatePem)
  assert.ok(createVerify('RSA-SHA512').update('text').verify(first.publicPem, signature))
})

test('a key file that holds no key is refused and not replaced', async (t) => {
  const path = await folderOf(t)
  await writeFile(join(path, 'shop.pem'), 'not a key')

  await assert.rejects(new KeyFolder(path).keysOf(['shop']), /holds no private key/)
  assert.equal(await readFile(join(path, 'shop.pem'), 'utf8'), 'not a key')
})
