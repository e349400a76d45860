import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { nodeAbout, someQuery } from '../../../test/arbitrary-query.ts'
import { someRecord } from '../../../test/arbitrary-record.ts'
import { printQuery } from '../query/print-query.ts'
import { queryFields } from '../query/query-field.ts'
import type { ConcludedRecord } from '../query/query-field.ts'
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

const runs = Number(process.env['FAULTLINE_TEST_RUNS'] ?? 60)

test('every query finds the same records in the spool, in memory and in Parquet files', async (t) => {
  const find = await threeWays(t)
  let found = 0

  await fc.assert(
    fc.asyncProperty(fc.oneof(writtenTerms, someQuery.map(printQuery)), async (query) => {
      const [expected, inMemory, inFiles] = await find(query)

      assert.deepEqual(ids(inMemory), ids(expected), query)
      assert.deepEqual(ids(inFiles), ids(expected), query)
      if (expected.length > 0) found++
    }),
    { numRuns: runs },
  )

  assert.ok(found > runs / 4, `most queries found nothing: only ${found} of ${runs} did`)
  t.diagnostic(`${runs} random queries over 400 random records, ${found} found something`)
})

test('every field agrees, whatever is asked of it and of its opposite', async (t) => {
  const find = await threeWays(t)

  for (const field of queryFields) {
    for (const node of fc.sample(nodeAbout(field), Math.ceil(runs / 60))) {
      for (const query of [printQuery(node), printQuery({ kind: 'not', node })]) {
        const [expected, inMemory, inFiles] = await find(query)

        assert.deepEqual(ids(inMemory), ids(expected), query)
        assert.deepEqual(ids(inFiles), ids(expected), query)
      }
    }
  }
})

type Found = readonly ConcludedRecord[]

/** The same records asked in three ways: by the predicate, in DuckDB's memory, and in its files. */
async function threeWays(
  t: Parameters<typeof logFolders>[0],
): Promise<(query: string) => Promise<readonly [Found, Found, Found]>> {
  const records = fc.sample(someRecord, 400).map((record, number) => ({
    ...record,
    request_id: idOf(number),
    timestamp: startMs + number,
  }))
  const folders = await logFolders(t)
  await writeSegment(folders, 1, records)
  const kept = await openEngine(folders, inMemoryOnly)
  const other = await logFolders(t)
  await writeSegment(other, 1, records)
  const converted = await openEngine(other)
  await converted.round()
  assert.equal(converted.state.fileRecords, 400)
  return async (query) => {
    const segments = await listSegments(folders.spoolFolder)
    const expected = await searchSpool(segments, recordSearch({ query, limit: 500 }), classify)
    const inMemory = await kept.list({ query, limit: 500 })
    const inFiles = await converted.list({ query, limit: 500 })
    return [expected, inMemory.items, inFiles.items]
  }
}

/** Terms as people write them, negated or not. */
const writtenTerms = fc
  .array(
    fc
      .tuple(
        fc.constantFrom('', '-', 'NOT '),
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
          `params:"x='1'"`,
          'orders',
          '"GRÖSSE"',
          'größe',
          'ORD?RS',
          'request_duration:>1s',
          'request_duration:1000',
          'request_duration:0',
          'complete:true',
          'complete:false',
          'fault:network',
          'key:answered',
          'verdict:backend_*',
          'params:?',
          'params:a?b',
          'body:a*b',
          'stage:*?b',
          'code:0',
          'answered_by:none',
          'error_key:""',
          'resource_path:""',
          'timestamp:>0',
          'attempt_count:>1',
          'attempt_failure:backend_refused',
          'attempt_failure:*',
          'attempt_endpoint:""',
          'status:(200, 404 OR [500 TO 503})',
          'gateway:(shop bank)',
          'path:(/v1/* AND NOT *1)',
        ),
      )
      .map(([sign, term]) => sign + term),
    { minLength: 1, maxLength: 3 },
  )
  .chain((terms) => fc.constantFrom(terms.join(' '), terms.join(' OR ')))
