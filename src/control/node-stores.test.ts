import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import type { ControlDatabase } from '../storage/control-database.ts'
import { openSqlite } from '../storage/sqlite-database.ts'
import { nodeStores } from './node-stores.ts'

const limiter = { evicted: 0, uncounted: 0 }
const counts = { engine: undefined, lagSeconds: 0 }

test('a control store that answers is told from one that does not', async () => {
  const database = openSqlite(':memory:')

  assert.equal((await nodeStores(counts, limiter, database)).store.state, 'ok')
  await database.close()
  assert.deepEqual(await nodeStores(counts, limiter, database), {
    limiter,
    spool: { bytes: 0, lagSeconds: 0 },
    log: null,
    store: { kind: 'sqlite', state: 'away' },
  })
})

test('nobody waits for a control store that stays silent', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const silent = {
    kind: 'postgres',
    tables: {
      getExecutor: () => ({
        executeQuery: () => new Promise(() => undefined),
        compileQuery: mock.fn(),
        transformQuery: mock.fn(),
      }),
    },
  } as unknown as ControlDatabase // as Kysely asks it

  const found = nodeStores(counts, limiter, silent)
  t.mock.timers.tick(2_000)

  assert.equal((await found).store.state, 'away')
})
