import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportOf } from './exported-bytes.ts'

test('an export whose caller left while it was planned asks the engine for nothing', async () => {
  let asked = 0
  const engine = {
    exportPortion: async () => {
      asked++
      return await Promise.resolve('/nowhere')
    },
  }
  const portion = { fromMs: 0, toMs: 1, isFirst: true }
  const plan = { records: 20_000_000, portions: [portion] }
  const order = { filter: {}, format: 'parquet' } as const

  const { bytes } = exportOf(engine, order, plan, AbortSignal.abort())

  assert.deepEqual(await Array.fromAsync(bytes), [])
  assert.equal(asked, 0)
})
