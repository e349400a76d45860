import assert from 'node:assert/strict'
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkClock } from './clock-check.ts'
import { checkDisk } from './disk-check.ts'
import { checkLimits, memoryFinding, openFilesFinding } from './limits-check.ts'
import { folderOf, oddities, placeUnderTest, settingsWith } from './place-under-test.ts'
import { checkSettings } from './settings-check.ts'
import { nodeFinding } from './versions-check.ts'

test('a data folder of its user alone is fine, and one that others can read is a problem', async (t) => {
  const place = await placeUnderTest(t, { flags: { retainMib: '64' } })
  await writeFile(join(place.settings.data, 'admin-token'), 'x', { mode: 0o600 })
  assert.deepEqual(oddities(await checkDisk(place)), [])

  await chmod(join(place.settings.data, 'admin-token'), 0o644)
  await chmod(place.settings.data, 0o755)

  const found = await checkDisk(place)
  assert.deepEqual(oddities(found), ['problem mode_open', 'problem mode_open'])
  assert.ok(found.some(({ advice }) => advice?.[0].startsWith('chmod go= ')))
})

test('a data folder that is missing, a file, or below a file is told apart', async (t) => {
  const folder = await folderOf(t)
  const file = join(folder, 'file')
  await writeFile(file, '')
  const at = async (data: string): Promise<string[]> =>
    oddities(await checkDisk({ settings: settingsWith({ data }) }))

  assert.deepEqual(await at(join(folder, 'new', 'data')), ['note data_folder_missing'])
  assert.deepEqual(await at(file), ['problem data_folder_is_file'])
  assert.deepEqual(await at(join(file, 'data')), ['problem data_folder_not_writable'])
})

test(
  'a data folder in a file system that keeps no files is a problem, whoever looks',
  { skip: process.platform !== 'linux' && '/proc is of Linux' },
  async () => {
    for (const [data, path] of [
      ['/proc/faultline/data', '/proc'],
      ['/proc', '/proc'],
    ] as const) {
      const [found, ...more] = await checkDisk({ settings: settingsWith({ data }) })

      assert.deepEqual([found?.level, found?.key], ['problem', 'data_folder_keeps_no_files'])
      assert.equal(found?.sentence[0], `${path} is part of proc, which keeps no files.`)
      assert.deepEqual(more, [])
    }
  },
)

test('a file system that does not count its blocks is no full disk, nor one without files', async (t) => {
  const folder = await folderOf(t)
  const tmpfs = 0x01021994
  const usual = { type: tmpfs, blocks: 0, bavail: 0, bsize: 4_096, files: 0, ffree: 0 }
  const at = async (data: string, type: number): Promise<string[]> =>
    oddities(
      await checkDisk({ settings: settingsWith({ data }) }, () =>
        Promise.resolve({ ...usual, type }),
      ),
    )

  assert.deepEqual(await at(folder, tmpfs), ['note disk_free_unknown'])
  assert.deepEqual(await at(join(folder, 'new'), tmpfs), ['note data_folder_missing'])
  assert.deepEqual(await at(join(folder, 'new'), 0x62656572), [
    'problem data_folder_keeps_no_files',
  ])
})

test('a file system that cannot be asked ends no check', async (t) => {
  const folder = await folderOf(t)
  const failing = async (): Promise<never> =>
    await Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
  const at = async (data: string): Promise<string[]> =>
    oddities(await checkDisk({ settings: settingsWith({ data }) }, failing))

  assert.deepEqual(await at(folder), ['note disk_free_unknown'])
  assert.deepEqual(await at(join(folder, 'new')), ['note data_folder_missing'])
})

test('records that may outgrow the disk are a note', async (t) => {
  const place = await placeUnderTest(t, { flags: { retainMib: '100000000' } })

  assert.deepEqual(oddities(await checkDisk(place)), ['note disk_below_retention'])
})

test('a clock of another century, one that was moved, and files from the future are found', async (t) => {
  const place = await placeUnderTest(t)
  const nowMs = Date.now()
  const keys = async (clock: { nowMs: () => number; movedMs: () => number }): Promise<string[]> =>
    oddities(await checkClock(place, clock))

  assert.deepEqual(await keys({ nowMs: () => 0, movedMs: () => 0 }), ['problem clock_wrong'])
  assert.deepEqual(await keys({ nowMs: () => nowMs, movedMs: () => -90_000 }), [
    'warning clock_moved',
    'note time_zone',
  ])

  const spool = join(place.settings.data, 'spool')
  await mkdir(spool)
  await writeFile(join(spool, 'segment'), '')
  const tomorrow = new Date(nowMs + 86_400_000)
  await utimes(join(spool, 'segment'), tomorrow, tomorrow)
  assert.deepEqual(oddities(await checkClock(place)), [
    'warning clock_behind_files',
    'note time_zone',
  ])
})

test('limits of the system that will not carry the load are named', async () => {
  assert.equal(openFilesFinding(20, 1_024).level, 'warning')
  assert.equal(openFilesFinding(20, 256).level, 'problem')
  assert.equal(openFilesFinding(60_000, 65_536).key, 'files_used_up')
  assert.equal(openFilesFinding(20, Number.POSITIVE_INFINITY).level, 'ok')
  assert.equal(memoryFinding(200).level, 'problem')
  assert.equal(memoryFinding(700).level, 'warning')
  assert.ok((await checkLimits()).some(({ key }) => key === 'cores'))
})

test('an old Node is a problem', () => {
  assert.equal(nodeFinding('20.11.0').level, 'problem')
  assert.equal(nodeFinding('24.11.9').level, 'problem')
  assert.equal(nodeFinding('24.12.0').level, 'ok')
  assert.equal(nodeFinding('26.0.0').level, 'ok')
})

test('settings that are valid and still not what was meant are found', async (t) => {
  const place = await placeUnderTest(t, {
    flags: {
      listen: '0.0.0.0:8800',
      console: '0.0.0.0:8801',
      adminToken: 'a-token-of-this-test-0123456789',
      trustedProxies: '0.0.0.0/0',
      workers: '64',
      operatorContact: 'platform-team',
    },
  })

  assert.deepEqual(oddities(checkSettings(place)), [
    'warning listener_plain',
    'warning console_plain',
    'warning help_url_loopback',
    'warning proxies_all_trusted',
    'note workers_above_cores',
  ])
})

test('a mistyped variable is found with the one that was meant', async (t) => {
  process.env['FAULTLINE_LISTN'] = '127.0.0.1:1'
  t.after(() => delete process.env['FAULTLINE_LISTN'])
  const place = await placeUnderTest(t)

  const found = checkSettings(place).find(({ key }) => key === 'variable_unknown')

  assert.match(found?.sentence[0] ?? '', /^FAULTLINE_LISTN is set/)
  assert.match(found?.advice?.[0] ?? '', /Did you mean FAULTLINE_LISTEN\?/)
  assert.match(found?.advice?.[1] ?? '', /FAULTLINE_LISTEN/)
})
