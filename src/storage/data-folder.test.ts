import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openDataFolder, randomToken } from './data-folder.ts'
import { StorageProblem } from './storage-problem.ts'

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-storage-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

const moduleUrl = JSON.stringify(new URL('data-folder.ts', import.meta.url).href)
const openInChild = `import(${moduleUrl}).then(({ openDataFolder }) => openDataFolder(process.argv[1])).then(() => console.log('open'), (error) => console.log(error.message))`

test('a new data folder and its files belong to their user alone', async (t) => {
  const folder = await openDataFolder(join(await emptyFolder(t), 'new', 'data'))
  t.after(() => folder.release())

  await folder.keep('admin-token', randomToken)

  assert.equal(await modeOf(folder.path), '700')
  assert.equal(await modeOf(folder.fileAt('admin-token')), '600')
})

test('a secret is made once and found again', async (t) => {
  const folder = await openDataFolder(await emptyFolder(t))
  t.after(() => folder.release())

  const first = await folder.keep('admin-token', randomToken)
  const second = await folder.keep('admin-token', randomToken)

  assert.equal(first.isNew, true)
  assert.deepEqual(second, { text: first.text, isNew: false })
})

test('a second process cannot open the same folder, and can once the first is gone', async (t) => {
  const path = await emptyFolder(t)
  const folder = await openDataFolder(path)

  const during = spawnSync(process.execPath, ['-e', openInChild, path], { encoding: 'utf8' })
  folder.release()
  const afterwards = spawnSync(process.execPath, ['-e', openInChild, path], { encoding: 'utf8' })

  assert.match(during.stdout, /in use by another Faultline/)
  assert.equal(afterwards.stdout, 'open\n')
})

test('the lock ends with a process that is killed', async (t) => {
  const path = await emptyFolder(t)
  const holder = execFile(process.execPath, [
    '-e',
    `${openInChild}; setInterval(() => {}, 1000)`,
    path,
  ])
  t.after(() => holder.kill('SIGKILL'))
  await new Promise((resolve) => holder.stdout?.once('data', resolve))
  await assert.rejects(openDataFolder(path), /in use by another Faultline/)

  holder.kill('SIGKILL')
  await new Promise((resolve) => holder.once('exit', resolve))

  const folder = await openDataFolder(path)
  folder.release()
})

test('a folder with other files in it is left alone', async (t) => {
  const path = await emptyFolder(t)
  await writeFile(join(path, 'thesis.txt'), 'mine', { mode: 0o644 })

  await assert.rejects(openDataFolder(path), /holds other files/)
  assert.equal(await readFile(join(path, 'thesis.txt'), 'utf8'), 'mine')
})

test('a path below a file is refused in one sentence with what to do', async (t) => {
  const file = join(await emptyFolder(t), 'file')
  await writeFile(file, '')

  await assert.rejects(openDataFolder(join(file, 'data')), (error) => {
    assert.ok(error instanceof StorageProblem)
    assert.match(error.message, /is below a file.*Choose another folder with --data\.$/)
    return true
  })
})

test('a place where nothing can be made is refused, not tried for ever', async () => {
  await assert.rejects(openDataFolder('/proc/faultline/data'), /cannot be used \(ENOENT\)/)
})

test('a full disk is noticed at the start (file-size limit of the process)', async (t) => {
  const path = join(await emptyFolder(t), 'data')

  const { stdout } = spawnSync(
    'bash',
    ['-c', 'ulimit -f 4; exec "$0" -e "$1" "$2"', process.execPath, openInChild, path],
    { encoding: 'utf8' },
  )

  assert.match(stdout, /cannot be written: the disk is full \(EFBIG\)/)
})
