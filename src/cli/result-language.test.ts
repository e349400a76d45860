import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../test/clean-up.ts'
import { faultline } from '../../test/faultline-command.ts'
import { managementServer } from '../../test/logs-command-under-test.ts'

/** What commands tell after their work is in the language of `--lang`, also where a command's own help
 *  does not name it; what is for programs is the same in both. */
const applied = {
  releases: [{ gateway: 'shop', stage: 'prod', number: 3, changed: true }],
  changes: [{ kind: 'gateway', path: 'shop', action: 'create' }],
  warnings: [{ path: 'shop/default', message: 'refused' }],
  dryRun: false,
}

test('apply tells what it did in Chinese, and its JSON stays what it was', async (t) => {
  const { url } = await managementServer(t, () => ({ status: 200, body: applied }))
  const words = ['apply', definition(), '--server', url]

  const chinese = await faultline([...words, '--lang', 'zh'])
  const english = await faultline(words)
  const json = await faultline([...words, '--json', '--lang', 'zh'])

  assert.equal(chinese.stdout, '+ gateway shop\n发布 shop/prod #3\n已应用；共 1 处改变。\n')
  assert.equal(chinese.stderr, '警告：refused（shop/default）\n')
  assert.equal(english.stdout, '+ gateway shop\nrelease shop/prod #3\nApplied; 1 change.\n')
  assert.equal(english.stderr, 'warning: refused (shop/default)\n')
  assert.deepEqual(JSON.parse(json.stdout), applied)
})

test('a dry run is not told as if it had been applied', async (t) => {
  const body = { ...applied, dryRun: true }
  const { url } = await managementServer(t, () => ({ status: 200, body }))
  const words = ['apply', '--dry-run', definition(), '--server', url]

  assert.match(
    (await faultline([...words, '--lang=zh'])).stdout,
    /^未应用：这是试运行；共 1 处改变。$/m,
  )
  assert.match(
    (await faultline(words)).stdout,
    /^Nothing was applied: this was a dry run; 1 change\.$/m,
  )
})

test('many changes are counted by what they do, and diff says the same as a dry run', async (t) => {
  const actions = ['create', 'create', 'update', 'delete'] as const
  const changes = actions.map((action, at) => ({ kind: 'grant', path: `app-${at}`, action }))
  const body = { ...applied, changes, dryRun: true }
  const { url, asked } = await managementServer(t, () => ({ status: 200, body }))

  const { stdout, code } = await faultline(['diff', definition(), '--server', url])
  const chinese = await faultline(['diff', definition(), '--server', url, '--lang', 'zh'])

  assert.equal(code, 0)
  assert.match(stdout, /^\+ grant app-0\n\+ grant app-1\n~ grant app-2\n- grant app-3\n/)
  assert.match(stdout, /dry run; 4 changes: 2 added, 1 changed, 1 removed\.\n$/)
  assert.match(chinese.stdout, /共 4 处改变：新增 2，修改 1，删除 1。\n$/)
  assert.equal(asked[0]?.searchParams.get('dryRun'), 'true')
})

test('a refused definition ends with how many errors there are, in Chinese', async (t) => {
  const file = definition()
  const problem = { file, line: 1, column: 1, path: '', message: 'unknown key', suggestion: '' }
  const { url } = await managementServer(t, () => ({ status: 422, body: { errors: [problem] } }))

  const { stderr, code } = await faultline(['--lang', 'zh', 'apply', file, '--server', url])

  assert.match(stderr, /\n1 处错误；什么都没有应用。\n$/)
  assert.equal(code, 2)
})

test('an export tells in Chinese what it has written', async (t) => {
  const { url } = await managementServer(t, () => ({ status: 200, body: {} }))
  const file = join(temporaryFolder(), 'all.ndjson')
  const words = ['logs', 'export', '--ndjson', file, '--server', url]

  assert.equal((await faultline([...words, '--lang', 'zh'])).stderr, `${file}：0 条记录，2 字节\n`)
  assert.equal((await faultline(words)).stderr, `0 records in ${file}, 2 bytes\n`)
  assert.equal(readFileSync(file, 'utf8'), '{}')
})

test('the sentences beside counts of records are in Chinese', async (t) => {
  const { url } = await managementServer(t, ({ pathname }) => ({
    status: 200,
    body: { complete: true, gaps: [], ...counts[pathname.split('/').at(-1) ?? ''] },
  }))
  const counted = async (...words: string[]): Promise<string> =>
    (await faultline(['logs', ...words, '--server', url, '--lang', 'zh'])).stdout

  assert.match(await counted('--top', 'key'), /^10 条记录中有 4 条是其他约 2 个值$/m)
  assert.match(await counted('--percentiles'), /^backend_duration，毫秒\n/)
  assert.match(
    await counted('--differences'),
    /^3 条记录，与同一时间的其他 0 条相比\n没有可比较的：/,
  )
  assert.match(await counted('--histogram'), /^7 条记录，每列 1 分钟$/m)
})

test('a finding of doctor has no English sentence of another command in it', async () => {
  const words = [
    'doctor',
    '--no-probe',
    '--server',
    'http://127.0.0.1:1',
    '--data',
    temporaryFolder(),
  ]
  const wrong = { FAULTLINE_WORKERS: 'many' }

  const chinese = await faultline([...words, '--lang', 'zh'], wrong)
  const english = await faultline(words, wrong)

  assert.match(chinese.stdout, /拒绝当前设置：FAULTLINE_WORKERS：“many”不是 1 到 64 的整数。/)
  assert.match(
    english.stdout,
    /refuse the settings: FAULTLINE_WORKERS: "many" is not a whole\s+number/,
  )
})

const durations = { count: 1, p50: 1, p90: 1, p95: 1, p99: 1, max: 1 }
const counts: Readonly<Record<string, object>> = {
  'top-values': {
    fields: [
      {
        field: 'key',
        total: 10,
        distinct: 3,
        values: [{ value: 'answered', count: 6, share: 0.6 }],
        others: 4,
        approximate: true,
      },
    ],
  },
  percentiles: { of: 'backend_duration', by: null, all: durations, groups: [] },
  differences: { selected: 3, rest: 0, counted: { selected: 3, rest: 0 }, items: [] },
  histogram: {
    step_ms: 60_000,
    by: 'fault',
    total: 7,
    times: [0],
    series: [{ value: 'none', total: 7, counts: [7] }],
    others: { total: 0, counts: [0] },
  },
}

function definition(): string {
  const file = join(temporaryFolder(), 'shop.yaml')
  writeFileSync(file, 'version: 1\n')
  return file
}
