import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { FlowRecord } from '../../model/flow-record.ts'
import { recordSearch } from '../record-search.ts'
import { searchSpool } from '../spool-search.ts'
import { listSegments } from '../spool-segment.ts'
import {
  classify,
  idOf,
  ids,
  inMemoryOnly,
  logFolders,
  openEngine,
  startMs,
  writeSegment,
} from './engine-under-test.ts'

test('every query finds the same records in the spool, in memory and in Parquet files', async (t) => {
  const folders = await logFolders(t)
  const samples = fc.sample(someRecord, 400)
  const records = samples.map((record, number) => ({
    ...record,
    request_id: idOf(number),
    timestamp: startMs + number,
  }))
  await writeSegment(folders, 1, records)
  const kept = await openEngine(folders, inMemoryOnly)
  const other = await logFolders(t)
  await writeSegment(other, 1, records)
  const converted = await openEngine(other)
  await converted.round()
  assert.equal(converted.state.fileRecords, 400)

  await fc.assert(
    fc.asyncProperty(fc.array(someTerm, { minLength: 1, maxLength: 3 }), async (terms) => {
      const query = terms.join(' ')

      const segments = await listSegments(folders.spoolFolder)
      const expected = await searchSpool(segments, recordSearch({ query, limit: 500 }), classify)
      const inMemory = await kept.list({ query, limit: 500 })
      const inFiles = await converted.list({ query, limit: 500 })

      assert.deepEqual(ids(inMemory.items), ids(expected), query)
      assert.deepEqual(ids(inFiles.items), ids(expected), query)
    }),
    { numRuns: 80 },
  )
})

const someRecord: fc.Arbitrary<Partial<FlowRecord>> = fc.record(
  {
    status: fc.constantFrom(200, 204, 404, 500, 503),
    gateway: fc.constantFrom('shop', 'bank'),
    app_code: fc.constantFrom('a', 'A', 'a_b', 'a%b', 'ab'),
    http_path: fc.constantFrom('/v1/orders', '/v1/orders/1', '/v2/Orders', '/größe'),
    params: fc.constantFrom('x=1', "x='1'", 'x=\\'),
    error_key: fc.constantFrom('backend_refused', 'app_unknown'),
    request_duration: fc.constantFrom(0.5, 1_000, 1_500.25),
    backend_status: fc.constantFrom(200, 500),
    complete: fc.boolean(),
    answered_by: fc.constantFrom('backend', 'gateway'),
  },
  { requiredKeys: ['status'] },
)

/** Terms about members that records may lack, negated or not. */
const someTerm = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.constantFrom(
      'status:200',
      'status:>=500',
      'status:5xx',
      'status:<300',
      'backend_status:0',
      'backend_status:<=200',
      'gateway:shop',
      'app_code:a',
      'app_code:a_b',
      'app_code:a*b',
      'app_code:*',
      'app_code:""',
      'app_code:a%b',
      'path:/v1/*',
      'path:*orders',
      'path:*o*r*',
      'path:"/v1/orders"',
      'params:"x=\'1\'"',
      'orders',
      '"GRÖSSE"',
      'größe',
      'request_duration:>1s',
      'request_duration:1000',
      'request_duration:0',
      'complete:true',
      'complete:false',
      'fault:network',
      'key:answered',
      'verdict:backend_*',
      'answered_by:none',
      'code:0',
      'error_key:""',
      'resource_path:""',
      'timestamp:>0',
    ),
  )
  .map(([sign, term]) => sign + term)
