import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { someQuery } from '../../test/arbitrary-query.ts'
import { someRecord } from '../../test/arbitrary-record.ts'
import { comparedFields } from './aggregate/difference-fields.ts'
import {
  classify,
  idOf,
  ids,
  inMemoryOnly,
  logFolders,
  openEngine,
  startMs,
  writeSegment,
} from './engine/engine-under-test.ts'
import { printQuery } from './query/print-query.ts'
import { searchedFields } from './query/query-field.ts'
import { everything, fieldsOf } from './query/query-node.ts'
import { recordSearch } from './record-search.ts'
import { HiddenField, hasCallerView, isShown, type RecordScope } from './record-scope.ts'
import { searchSpool } from './spool-search.ts'
import { listSegments } from './spool-segment.ts'

const scopes: readonly [RecordScope, RecordScope, RecordScope, RecordScope] = [
  { gateways: [], apps: [] },
  { gateways: ['shop'], apps: [] },
  { gateways: [], apps: ['web'] },
  { gateways: ['pay'], apps: ['web', 'ios'] },
]

test('no query finds a record outside of a scope, nor hides one inside, in DuckDB as in the spool', async (t) => {
  const records = fc.sample(someRecord, 200).map((record, number) => ({
    ...record,
    request_id: idOf(number),
    timestamp: startMs + number,
    gateway: ['shop', 'pay', ''][number % 3] ?? '',
    app_code: ['web', 'ios', '', 'web OR *'][number % 4] ?? '',
  }))
  const folders = await logFolders(t)
  await writeSegment(folders, 1, records)
  const engine = await openEngine(folders, inMemoryOnly)
  const segments = await listSegments(folders.spoolFolder)
  let found = 0

  await fc.assert(
    fc.asyncProperty(
      someQuery.filter((node) => [...fieldsOf(node)].every(isOfCallers)).map(printQuery),
      fc.constantFrom(...scopes),
      async (query, scope) => {
        const isIn = ({ gateway, app_code: app }: { gateway: string; app_code: string }) =>
          scope.gateways.includes(gateway) || scope.apps.includes(app)
        const all = await engine.list({ query, limit: 500 })
        const expected = ids(all.items.filter(isIn))

        const inDuckDb = await engine.list({ query, scope, limit: 500 })
        const search = recordSearch({ query, scope, limit: 500 })
        const inSpool = await searchSpool(segments, search, classify)

        assert.deepEqual(ids(inDuckDb.items), expected, query)
        assert.deepEqual(ids(inSpool), expected, query)
        found += expected.length
      },
    ),
    { numRuns: Number(process.env['FAULTLINE_TEST_RUNS'] ?? 60) },
  )

  assert.ok(found > 0)
})

const isOfCallers = (field: Parameters<typeof isShown>[1]): boolean => isShown(scopes[2], field)

test('what calls of an application do not show is neither searched nor compared', () => {
  const [ofGateway, ofApp] = [scopes[1], scopes[2]]

  assert.throws(() => recordSearch({ query: 'backend:x', limit: 1, scope: ofApp }), HiddenField)
  assert.ok(recordSearch({ query: 'backend:x', limit: 1, scope: ofGateway }))
  const compared = comparedFields(everything, ofApp)
  assert.ok(compared.length > 10 && compared.every(isOfCallers))
  assert.ok(comparedFields(everything, undefined).length > compared.length)
  assert.deepEqual([ofGateway, ofApp, undefined].map(hasCallerView), [false, true, false])
})

test('words without a field are looked for only where an application’s owner sees them', () => {
  const hidden = searchedFields.filter((name) => {
    const [field] = fieldsOf(recordSearch({ query: `${name}:x`, limit: 1 }).node)
    return field === undefined || !isOfCallers(field)
  })

  assert.deepEqual(hidden, [])
})
