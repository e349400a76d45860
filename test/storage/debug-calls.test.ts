import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ControlDatabase } from '../../src/storage/control-database.ts'
import {
  findDebugCall,
  keepDebugCall,
  listDebugCalls,
  type DebugCallRow,
} from '../../src/storage/debug-calls.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { ownerOfAll } from '../clean-up.ts'
import { bothDatabases } from './both-databases.ts'

/** The history of online debugging, the same on both databases. */
const owner = ownerOfAll()

const databases = await bothDatabases(owner)

const startMs = 1_795_334_400_000

function call(number: number, parts: Partial<DebugCallRow> = {}): DebugCallRow {
  const at = startMs + number
  return {
    id: at * 1_000,
    gateway: 'shop',
    at,
    actor: 'user ann',
    stage: 'prod',
    method: 'GET',
    path: `/orders/${number}`,
    status: 200,
    key: 'answered',
    fault: 'none',
    body: `{"number":${number}}`,
    ...parts,
  }
}

for (const { name, skip, open } of databases) {
  describe(`debug calls on ${name}`, { skip }, () => {
    let database: ControlDatabase

    test('a call is found by the gateway it was made for, and by no other', async (t) => {
      database = await open()
      t.after(() => database.close())
      await migrate(database)
      for (const number of [1, 2, 3]) await keepDebugCall(database, call(number))
      await keepDebugCall(database, call(4, { gateway: 'other' }))

      const newest = await listDebugCalls(database, 'shop', { before: undefined, limit: 2 })
      const older = await listDebugCalls(database, 'shop', { before: newest[1]?.id, limit: 2 })

      assert.deepEqual(
        [...newest, ...older].map(({ path, at }) => [path, at]),
        [3, 2, 1].map((number) => [`/orders/${number}`, startMs + number]),
      )
      assert.deepEqual(await findDebugCall(database, 'shop', call(2).id), call(2))
      assert.equal(await findDebugCall(database, 'shop', call(4).id), undefined)
    })

    test('the oldest of a gateway go where there are too many, and every one that is too old', async (t) => {
      database = await open()
      t.after(() => database.close())
      await migrate(database)
      const limits = { ageMs: 1_000, count: 2 }
      await keepDebugCall(database, call(0, { gateway: 'other' }), limits)
      for (const number of [1, 2, 3]) await keepDebugCall(database, call(number), limits)

      const kept = await listDebugCalls(database, 'shop', { before: undefined, limit: 9 })
      assert.deepEqual(
        kept.map(({ path }) => path),
        ['/orders/3', '/orders/2'],
      )

      await keepDebugCall(database, call(1_002), limits)

      const left = await listDebugCalls(database, 'shop', { before: undefined, limit: 9 })
      assert.deepEqual(
        left.map(({ path }) => path),
        ['/orders/1002', '/orders/3'],
      )
      assert.deepEqual(await listDebugCalls(database, 'other', { before: undefined, limit: 9 }), [])
    })
  })
}
