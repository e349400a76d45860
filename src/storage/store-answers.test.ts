import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlDatabase } from './control-database.ts'
import { openSqlite } from './sqlite-database.ts'
import { storeAnswers } from './store-answers.ts'

test('a control store that answers is told from one that does not', async () => {
  const database = openSqlite(':memory:')

  assert.equal(await storeAnswers(database), true)
  await database.close()
  assert.equal(await storeAnswers(database), false)
})

test('nobody waits for a control store that stays silent', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const executor = {
    transformQuery: (node: unknown) => node,
    compileQuery: () => ({}),
    executeQuery: () => new Promise(() => undefined),
  }
  const silent = { getExecutor: () => executor } as unknown as ControlDatabase['tables'] // as Kysely asks it

  const found = storeAnswers({ tables: silent })
  t.mock.timers.tick(2_000)

  assert.equal(await found, false)
})
