import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { logs, managementServer, startLogs } from '../../test/logs-command-under-test.ts'
import type { Histogram } from './logs-answers.ts'
import { histogramPicture, sparkline } from './logs-picture.ts'

const minuteMs = 60_000
const startMs = Date.UTC(2026, 10, 22, 8)

test('--histogram draws as many columns as there are bars, and says what they are made of', async (t) => {
  const server = await managementServer(t, () => ({ status: 200, body: histogram(60) }))

  const { stdout, exitCode } = await logs(server.url, ['--histogram', '1m', 'status:>=200'])

  assert.equal(exitCode, 0)
  assert.equal(server.asked[0]?.pathname, '/api/v1/flow-records/histogram')
  assert.equal(server.asked[0]?.searchParams.get('step'), '1m')
  assert.equal(server.asked[0]?.searchParams.get('query'), 'status:>=200')
  const columns = stdout.split('\n').filter((line) => line.includes('│'))
  assert.equal(columns.length, 8)
  assert.match(stdout, /░ none {2}5,400 \(90\.0 %\)\n# service {2}600 \(10\.0 %\)/)
  assert.ok(!stdout.includes('\u001b'), 'no colours where it is no terminal')
})

test('a first word of the query is not taken for a step', async (t) => {
  const server = await managementServer(t, () => ({ status: 200, body: histogram(3) }))

  await logs(server.url, ['--histogram', 'status:500', 'OR', 'status:502'])

  assert.equal(server.asked[0]?.searchParams.get('query'), 'status:500 OR status:502')
  assert.equal(server.asked[0]?.searchParams.get('step'), null)
})

test('a query may begin with a minus before any option', async (t) => {
  const server = await managementServer(t, () => ({ status: 200, body: answers['top-values'] }))

  await logs(server.url, ['-http_path:/x', '--top', 'key', '-fault:none', '--limit', '3'])

  const [asked] = server.asked
  assert.equal(asked?.searchParams.get('query'), '-http_path:/x -fault:none')
  assert.deepEqual([asked?.searchParams.get('field'), asked?.searchParams.get('top')], ['key', '3'])
})

test('a histogram with more bars than columns is drawn with wider ones, and counts the same', () => {
  const picture = histogramPicture(histogram(600), 60, 'en')

  const widest = Math.max(...picture.split('\n').map((line) => line.length))
  assert.ok(widest <= 60, picture)
  assert.match(picture, /60,000 records, one column for 12 min/)
})

test('without colours the parts of a column are told apart by patterns, and the legend has the same', () => {
  const stacked: Histogram = {
    ...histogram(12),
    series: [
      { value: 'none', total: 900, counts: Array.from({ length: 12 }, () => 75) },
      { value: 'service', total: 300, counts: Array.from({ length: 12 }, () => 25) },
    ],
    total: 1_200,
  }
  const lines = histogramPicture(stacked, 60, 'en').split('\n')

  assert.equal(lines[0]?.slice(9), '░'.repeat(12)) // nothing wrong, above
  assert.equal(lines[7]?.slice(9), '#'.repeat(12)) // failures, below
  assert.match(lines.join('\n'), /░ none.*\n# service/)
})

for (const [words, variable, values] of [
  ['with colours', 'FORCE_COLOR', 10],
  ['without colours', 'NO_COLOR', 10],
  ['with more values than colours', 'FORCE_COLOR', 60],
] as const) {
  test(`${words} no two values of a histogram have the same mark`, (t) => {
    setColours(t, variable)

    const picture = histogramPicture(byValue(values), 80, 'en')

    const marks = picture.split('\n').flatMap((line) => /^(.+) value\d/.exec(line)?.[1] ?? [])
    assert.equal(marks.length, values)
    assert.equal(new Set(marks).size, values, picture)
  })
}

test('what begins and ends in one line of a column is shown, whatever fills the line', (t) => {
  setColours(t, 'NO_COLOR')
  const one: Histogram = {
    ...histogram(1),
    total: 1_000,
    series: [
      { value: 'none', total: 999, counts: [999] },
      { value: 'service', total: 1, counts: [1] },
    ],
  }

  const lines = histogramPicture(one, 60, 'en').split('\n')

  assert.deepEqual([lines[6]?.slice(9), lines[7]?.slice(9)], ['░', '#'])
})

test('the line above the list has a sign for every time in which there was something', () => {
  const line = sparkline(histogram(30), 60)

  assert.equal(line, '█'.repeat(30))
})

test('--top, --percentiles and --differences are tables', async (t) => {
  const server = await managementServer(t, ({ pathname }) => ({
    status: 200,
    body: answers[pathname.split('/').at(-1) ?? ''],
  }))

  const top = await logs(server.url, ['--top', 'app_code,key'])
  const percentiles = await logs(server.url, ['--percentiles', '--by', 'resource'])
  const differences = await logs(server.url, ['--differences'])

  assert.match(top.stdout, /^APP_CODE +RECORDS +SHARE\nshop +75 +75\.0 % █+/)
  assert.match(top.stdout, /\(empty\) +20 +20\.0 %/)
  assert.match(top.stdout, /5 of 100 records have 3 other values/)
  assert.match(percentiles.stdout, /get_order +40 +10\.0 +20\.0 +30\.0 +40\.0 +50\.0/)
  assert.match(differences.stdout, /90\.0 % +<0\.1 % {3}release r13 {2}\(the same: node n2\)/)
  assert.deepEqual(server.asked[0]?.searchParams.getAll('field'), ['app_code', 'key'])
  assert.equal(server.asked[1]?.searchParams.get('by'), 'resource')
  assert.equal(server.asked[2]?.searchParams.get('query'), '-fault:none')
})

test('a value cannot write to the terminal', async (t) => {
  const nasty = { ...answers['top-values'], fields: [topValues('\u001b[2J\u009b31m\u202e')] }
  const server = await managementServer(t, () => ({ status: 200, body: nasty }))

  const { stdout } = await logs(server.url, ['--top', 'app_code'])

  for (const sign of ['\u001b', '\u009b', '\u202e']) assert.ok(!stdout.includes(sign))
})

test('--json gives the answer as it is', async (t) => {
  const server = await managementServer(t, () => ({ status: 200, body: histogram(2) }))

  const { stdout } = await logs(server.url, ['--histogram', '--json'])

  assert.deepEqual(JSON.parse(stdout), histogram(2))
})

test('--follow --histogram prints each bar once, when it has ended', async (t) => {
  const { promise: askedTwice, resolve } = Promise.withResolvers<void>()
  const server = await managementServer(t, () => {
    if (server.asked.length > 2) resolve()
    return { status: 200, body: histogram(3) }
  })
  const child = startLogs(server.url, ['--histogram', '1m', '--follow'])
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()))

  await askedTwice
  child.kill()
  await once(child, 'close')

  assert.deepEqual(
    shown
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\S+ /, '')),
    ['100 none=90 service=10', '100 none=90 service=10', '100 none=90 service=10'],
  )
})

test('views that do not go together are refused; exit code 2', async () => {
  for (const [words, reason] of [
    [['--histogram', '--differences'], /--histogram and --differences are two views/],
    [['--by', 'status'], /--by goes with --histogram or --percentiles/],
    [['--top', 'status', '--follow'], /--follow goes with the list or with --histogram/],
    [['--follow', '--to', '1h'], /^error: --follow goes on without an end; leave out --to\n$/],
    [['--histogram', '--follow', '--to', '1h'], /leave out --to/],
    [['--top', 'a b'], /Names of fields with commas/],
  ] as const) {
    const { stderr, exitCode } = await logs('http://127.0.0.1:1', words)

    assert.equal(exitCode, 2)
    assert.match(stderr, reason)
  }
})

function histogram(bars: number): Histogram {
  const counts = (count: number): number[] => Array.from({ length: bars }, () => count)
  return {
    from: startMs,
    to: startMs + bars * minuteMs,
    complete: true,
    gaps: [],
    step_ms: minuteMs,
    by: 'fault',
    total: bars * 100,
    times: Array.from({ length: bars }, (_, bar) => startMs + bar * minuteMs),
    series: [
      { value: 'none', total: bars * 90, counts: counts(90) },
      { value: 'service', total: bars * 10, counts: counts(10) },
    ],
    others: { total: 0, counts: counts(0) },
  }
}

/** A record of each value, one a bar. */
function byValue(values: number): Histogram {
  const places = Array.from({ length: values }, (_, place) => place)
  return {
    ...histogram(values),
    by: 'app_code',
    total: values,
    series: places.map((place) => ({
      value: `value${place}`,
      total: 1,
      counts: places.map((bar) => (bar === place ? 1 : 0)),
    })),
  }
}

function setColours(t: TestContext, variable: 'FORCE_COLOR' | 'NO_COLOR'): void {
  for (const name of ['FORCE_COLOR', 'NO_COLOR']) {
    const before = process.env[name]
    delete process.env[name]
    t.after(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
  process.env[variable] = '1'
}

function topValues(value: string): object {
  const values = [
    { value, count: 75, share: 0.75 },
    { value: '', count: 20, share: 0.2 },
  ]
  return { field: 'app_code', total: 100, distinct: 5, values, others: 5 }
}

const durations = { count: 40, p50: 10, p90: 20, p95: 30, p99: 40, max: 50 }
const answers: Readonly<Record<string, object>> = {
  'top-values': { complete: true, gaps: [], fields: [topValues('shop')] },
  percentiles: {
    complete: true,
    gaps: [],
    of: 'request_duration',
    by: 'resource',
    all: durations,
    groups: [{ value: 'get_order', ...durations }],
  },
  differences: {
    complete: true,
    gaps: [],
    selected: 100,
    rest: 10_000,
    counted: { selected: 100, rest: 10_000 },
    items: [
      {
        field: 'release',
        value: 'r13',
        score: 2,
        selected: { count: 90, share: 0.9 },
        rest: { count: 3, share: 0.0003 },
        also: [{ field: 'node', value: 'n2' }],
      },
    ],
  },
}
