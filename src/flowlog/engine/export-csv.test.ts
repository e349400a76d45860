import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeRecord } from '../../model/record-defaults.ts'
import { classify, refused, success } from './engine-under-test.ts'
import { csvHead, csvLine } from './export-csv.ts'

test('every member of a record has a column', () => {
  const names = csvHead.trim().split(',')
  const { phase_ms: _phases, ...single } = wholeRecord(refused(1))

  const without = Object.keys(single).filter((name) => !names.includes(name))

  assert.deepEqual(without, [])
  assert.equal(new Set(names).size, names.length)
})

test('a table has one line a record, whatever its texts hold', () => {
  const texts = { http_path: '/a,b', params: 'q="x"', response_body: 'one\r\ntwo' }

  const cells = cellsOf(csvLine(concluded({ ...success(1), ...texts })))

  assert.equal(cells.length, csvHead.split(',').length)
  for (const text of Object.values(texts)) assert.ok(cells.includes(text), text)
})

test('no text of a caller is a formula to a spreadsheet', () => {
  const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']

  for (const text of texts) {
    const cells = cellsOf(csvLine(concluded({ ...success(1), params: text })))
    assert.ok(cells.includes(`'${text}`), text)
    assert.ok(!cells.includes(text), text)
  }
})

test('numbers stay numbers, also negative ones, and times are readable', () => {
  const line = csvLine(
    concluded({ ...success(1), timestamp: 1_795_000_000_123, response_size: -1 }),
  )

  assert.match(line, /^2026-11-18T[\d:.]+Z,/)
  assert.ok(cellsOf(line).includes('-1'))
})

function concluded(record: Parameters<typeof wholeRecord>[0]): Parameters<typeof csvLine>[0] {
  const whole = wholeRecord(record)
  return { ...whole, ...classify(whole) }
}

/** RFC 4180, read strictly. */
function cellsOf(line: string): string[] {
  const cells = [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/g)]
  assert.equal(cells.map(([whole]) => whole).join(''), line)
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
