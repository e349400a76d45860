import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listAudit } from '../../src/storage/audit-log.ts'
import type { ControlDatabase } from '../../src/storage/control-database.ts'
import { ControlStore } from '../../src/storage/control-store.ts'
import { type DraftStep, keepStep, loadDrafts } from '../../src/storage/draft-store.ts'
import { findAnswer, keepAnswer, keptForMs } from '../../src/storage/idempotency-keys.ts'
import { ownerOfAll } from '../clean-up.ts'
import { bothDatabases } from './both-databases.ts'

/** Drafts and answers to creations, the same on both databases. */
const owner = ownerOfAll()

const databases = await bothDatabases(owner)

const part = { part: 'resources/get_order', body: '{"name":"get_order"}', base: 'a1', place: 1 }

function step(before: number, more: Partial<DraftStep> = {}): DraftStep {
  const path = 'gateways/shop/draft/resources/get_order'
  return {
    gateway: 'shop',
    before,
    after: {
      revision: before + 1,
      begunAtMs: 1_795_334_400_000,
      editedAtMs: 1_795_334_400_001,
      editedBy: 'user ann',
    },
    set: [part],
    dropped: [],
    author: { actor: 'user ann', address: '' },
    atMs: 1_795_334_400_001,
    audit: [{ gateway: 'shop', kind: 'draft', path, action: 'update', before: null, after: 1 }],
    ...more,
  }
}

for (const { name, skip, open } of databases) {
  describe(`drafts on ${name}`, { skip }, () => {
    const opened = async (t: {
      after(stop: () => Promise<void>): void
    }): Promise<ControlDatabase> => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      return store.database
    }

    test('each step is kept with its audit, parts are replaced, dropped and gone with the draft', async (t) => {
      const database = await opened(t)
      const other = { ...part, part: 'stages/prod', body: null, place: 2 }

      await keepStep(database, step(0, { set: [part, other] }))
      await keepStep(database, step(1, { set: [{ ...part, base: 'b2' }] }))
      const [draft] = await loadDrafts(database)
      await keepStep(database, step(2, { set: [], dropped: ['stages/prod'] }))
      const [shorter] = await loadDrafts(database)
      await keepStep(database, step(3, { set: [], after: undefined }))

      assert.deepEqual(
        draft?.parts.map(({ part: path, base, body }) => [path, base, body]),
        [
          ['resources/get_order', 'b2', part.body],
          ['stages/prod', 'a1', null],
        ],
      )
      assert.deepEqual([draft?.revision, draft?.begunAtMs], [2, 1_795_334_400_000])
      assert.equal(shorter?.parts.length, 1)
      assert.deepEqual(await loadDrafts(database), [])
      assert.equal((await listAudit(database, { limit: 10 })).length, 4)
    })

    test('a step upon a draft that is not there any more is refused, and nothing of it is kept', async (t) => {
      const database = await opened(t)
      await keepStep(database, step(0))

      await assert.rejects(keepStep(database, step(4)), /was changed by another Faultline since/)

      assert.equal((await loadDrafts(database))[0]?.revision, 1)
      assert.equal((await listAudit(database, { limit: 10 })).length, 1)
    })

    test('ten thousand parts are kept in one step, and steps beside each other all are', async (t) => {
      const database = await opened(t)
      const set = Array.from({ length: 10_000 }, (_, place) => ({
        ...part,
        part: `resources/r${place}`,
        place,
      }))

      await keepStep(database, step(0, { set }))
      await Promise.all(
        Array.from({ length: 8 }, (_, at) => keepStep(database, step(0, { gateway: `g${at}` }))),
      )

      const drafts = await loadDrafts(database)
      assert.equal(drafts.length, 9)
      assert.equal(drafts.find(({ gateway }) => gateway === 'shop')?.parts.length, 10_000)
      assert.equal((await listAudit(database, { limit: 100 })).length, 9)
    })

    test('an answer belongs to its caller and key, for a day', async (t) => {
      const database = await opened(t)
      const answer = {
        caller: 'user ann',
        key: 'k',
        request: 'hash',
        status: 201,
        fields: { location: '/x' },
        body: '{}',
        atMs: 1_795_334_400_000,
      }
      await keepAnswer(database, answer)

      const nowMs = answer.atMs + 1
      assert.deepEqual(await findAnswer(database, 'user ann', 'k', nowMs), answer)
      assert.equal(await findAnswer(database, 'user bob', 'k', nowMs), undefined)
      assert.equal(await findAnswer(database, 'user ann', 'k', nowMs + keptForMs), undefined)
      await keepAnswer(database, { ...answer, key: 'later', atMs: answer.atMs + keptForMs })
      const rows = await database.tables.selectFrom('idempotency_keys').select('key').execute()
      assert.deepEqual(rows, [{ key: 'later' }])
    })
  })
}
