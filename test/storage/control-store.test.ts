import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { auditPage, findAudit, listAudit } from '../../src/storage/audit-log.ts'
import type { AuditedChange, ControlChange } from '../../src/storage/control-change.ts'
import { ControlStore, lookInto } from '../../src/storage/control-store.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { migrations } from '../../src/storage/migrations.ts'
import { findRelease, listReleases } from '../../src/storage/release-history.ts'
import { ownerOfAll } from '../clean-up.ts'
import { bothDatabases } from './both-databases.ts'

/** What the control plane relies on, the same on both databases. */
const owner = ownerOfAll()

const databases = await bothDatabases(owner)

const shop = { gateway: 'shop', stage: 'prod' }

function change(number: number, content = `{"number":${number}}`): ControlChange {
  const hash = createHash('sha256').update(content).digest('hex')
  return {
    atMs: 1_795_334_400_000 + number,
    author: { actor: 'token admin', address: '192.0.2.7' },
    documents: [{ kind: 'gateway', name: 'shop', body: `{"name":"shop","last":${number}}` }],
    releases: [{ ...shop, number, hash, content, comment: `the ${number}.` }],
    live: [{ ...shop, number }],
    audit: [audited(`releases/${number}`)],
  }
}

function audited(path: string, more: Partial<AuditedChange> = {}): AuditedChange {
  return {
    gateway: 'shop',
    kind: 'release',
    path,
    action: 'create',
    before: null,
    after: { path },
    ...more,
  }
}

async function keep(store: ControlStore, kept: ControlChange): Promise<void> {
  await (await store.prepare(kept)).commit()
}

for (const { name, skip, newPlace, open } of databases) {
  describe(`the control store on ${name}`, { skip }, () => {
    test('what was kept is there for the next process: state, release and audit', async (t) => {
      const place = await newPlace()
      const first = await ControlStore.open(place.open())
      assert.ok(first.isEmpty)
      await keep(first, change(1))
      await first.close()

      const store = await ControlStore.open(place.open())
      t.after(() => store.close())

      const { documents, live } = await store.load()
      assert.deepEqual(documents, [
        { kind: 'gateway', name: 'shop', body: '{"name":"shop","last":1}' },
      ])
      assert.equal(live[0]?.content, '{"number":1}')
      assert.equal((await listAudit(store.database, { limit: 10 }))[0]?.actor, 'token admin')
      assert.equal(store.isEmpty, false)
    })

    test('a change that is discarded, or never committed, leaves nothing of it', async (t) => {
      const place = await newPlace()
      const first = await ControlStore.open(place.open())
      await keep(first, change(1))
      await (await first.prepare(change(2))).discard()
      await first.prepare(change(3)) // the process ends here
      await first.close()

      const store = await ControlStore.open(place.open())
      t.after(() => store.close())

      assert.ok(store.hadPrepared)
      assert.deepEqual(await everything(store), [1, 1, 1, 1])
      const { documents, live } = await store.load()
      assert.match(documents[0]?.body ?? '', /"last":1/)
      assert.equal(live[0]?.number, 1)
    })

    test('a change that cannot be kept whole is not kept at all', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      await keep(store, change(1))

      const again = await store.prepare({ ...change(1), documents: [], audit: [audited('again')] })
      await assert.rejects(again.commit(), { name: 'StorageProblem' }) // release 1 is there already
      await again.discard()
      await keep(store, change(2))

      assert.deepEqual(await everything(store), [1, 2, 2, 2])
    })

    test('releases of the same content share it, and each keeps number, comment and author', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      for (const [number, content] of [
        [1, 'a'],
        [2, 'b'],
        [3, 'a'],
      ] as const) {
        await keep(store, change(number, JSON.stringify(content)))
      }

      const newest = await listReleases(store.database, shop, { before: undefined, limit: 2 })
      const older = await listReleases(store.database, shop, { before: 2, limit: 2 })
      const third = await findRelease(store.database, shop, 3)

      assert.deepEqual(
        newest.map(({ number, comment }) => [number, comment]),
        [
          [3, 'the 3.'],
          [2, 'the 2.'],
        ],
      )
      assert.deepEqual(
        older.map(({ number }) => number),
        [1],
      )
      assert.equal(third?.hash, older[0]?.hash)
      assert.equal(third?.content, '"a"')
      assert.equal(third.madeAtMs, 1_795_334_400_003)
      assert.equal(await findRelease(store.database, shop, 4), undefined)
      assert.deepEqual(await everything(store), [1, 2, 3, 3])
    })

    test('neither releases nor the audit can be changed or taken away', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      await keep(store, change(1))

      for (const table of ['releases', 'audit']) {
        for (const text of [`delete from ${table}`, `update ${table} set gateway = 'x'`]) {
          await assert.rejects(sql.raw(text).execute(store.database.tables), /append-only/)
        }
      }
      assert.deepEqual(await everything(store), [1, 1, 1, 1])
    })

    test('the audit is found by gateway, kind, actor and time, newest first', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      await keep(store, change(1))
      const file = { actor: '--apply shop.yaml', address: '' }
      const app = audited('apps/a', { gateway: '', kind: 'app' })
      await keep(store, { ...change(2), author: file, audit: [app, audited('releases/2')] })

      const paths = async (filter: object): Promise<string[]> =>
        (await listAudit(store.database, { limit: 10, ...filter })).map(({ path }) => path)

      assert.deepEqual(await paths({}), ['releases/2', 'apps/a', 'releases/1'])
      assert.deepEqual(await paths({ gateway: 'shop' }), ['releases/2', 'releases/1'])
      assert.deepEqual(await paths({ kind: 'app' }), ['apps/a'])
      assert.deepEqual(await paths({ actor: 'token admin' }), ['releases/1'])
      assert.deepEqual(await paths({ toMs: 1_795_334_400_002 }), ['releases/1'])
      assert.deepEqual(await paths({ fromMs: 1_795_334_400_002 }), ['releases/2', 'apps/a'])
      assert.deepEqual(await paths({ beforeId: 3, limit: 1 }), ['apps/a'])
      assert.deepEqual(await paths({ action: 'update' }), [])
      assert.deepEqual(await paths({ below: 'releases/' }), ['releases/2', 'releases/1'])
      assert.equal((await findAudit(store.database, 2))?.path, 'apps/a')
      assert.equal(await findAudit(store.database, 9), undefined)
    })

    test('the audit is searched for text, every sign of it taken as it is', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      const after = { note: '100% of_all! ORDERS 订单 ÉTÉ' }
      await keep(store, { ...change(1), audit: [audited('a'), audited('b', { after })] })

      const found = async (text: string): Promise<string[]> =>
        (await auditPage(store.database, { limit: 10, text })).entries.map(({ path }) => path)

      for (const text of ['100% OF_ALL!', 'orders 订', 'b {', 'ÉtÉ']) {
        assert.deepEqual(await found(text), ['b'], text)
      }
      assert.deepEqual(await found('TOKEN admin'), ['b', 'a'])
      for (const text of ['100%of', 'of all', '%x%', '!!', 'été']) {
        assert.deepEqual(await found(text), [], text)
      }
    })

    test('a thousand changes at once are kept, and documents and stages can go', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      const many = Array.from({ length: 1_200 }, (_, at) => audited(`resources/${at}`))
      await keep(store, { ...change(1), audit: many })
      const gone = { ...change(2), releases: [], audit: [] }

      await keep(store, {
        ...gone,
        documents: [{ kind: 'gateway', name: 'shop', body: null }],
        live: [{ ...shop, number: null }],
      })

      assert.deepEqual(await store.load(), {
        documents: [],
        live: [],
        numbers: [{ ...shop, number: 1 }], // so that one of the same name counts on
      })
      assert.deepEqual(await everything(store), [0, 1, 1, 1_200])
    })

    test('a second server on the same database is told, instead of one undoing the other', async (t) => {
      const place = await newPlace()
      const one = await ControlStore.open(place.open())
      const other = await ControlStore.open(place.open())
      t.after(async () => {
        await one.close()
        await other.close()
      })
      await keep(one, change(1))

      const late = await other.prepare(change(2))

      await assert.rejects(late.commit(), /was changed by another Faultline since/)
      assert.equal((await one.load()).live[0]?.number, 1)
    })

    test('a database of a newer Faultline is refused, and stays as it is', async (t) => {
      const place = await newPlace()
      const database = place.open()
      t.after(() => database.close())
      const column = 'alter table documents add column owner text'
      await migrate(database, [
        ...migrations,
        async (tables) => void (await sql.raw(column).execute(tables)),
      ])

      await assert.rejects(
        ControlStore.open(place.open()),
        /^StorageProblem: The database is of a newer Faultline: its tables are of version \d+, this one knows \d+\. Start the newer one/,
      )
      await assert.rejects(lookInto(database), /newer Faultline/)
      await migrate(database, [...migrations, () => assert.fail('it was migrated already')])
    })

    test('a migration that fails changes nothing', async (t) => {
      const place = await newPlace()
      const store = await ControlStore.open(place.open())
      t.after(() => store.close())
      await keep(store, change(1))

      const half = migrate(store.database, [
        ...migrations,
        async (tables) => {
          await sql.raw('create table half (number integer)').execute(tables)
          throw new Error('a defect')
        },
      ])

      await assert.rejects(half, /a defect/)
      await assert.rejects(sql.raw('select * from half').execute(store.database.tables))
      assert.deepEqual(await everything(store), [1, 1, 1, 1])
      assert.equal((await lookInto(store.database))?.documents.length, 1)
    })

    test('a content that is not what its hash says is refused', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      await keep(store, change(1))

      await store.database.tables.updateTable('contents').set({ body: '{"number":7}' }).execute()

      await assert.rejects(store.load(), /release 1 of shop\/prod is not what its hash says/)
      await assert.rejects(findRelease(store.database, shop, 1), /not what its hash says/)
    })
  })
}

/** How many documents, contents, releases and audit entries there are. */
async function everything({ database }: ControlStore): Promise<number[]> {
  const counts: number[] = []
  for (const table of ['documents', 'contents', 'releases', 'audit'] as const) {
    const rows = await database.tables.selectFrom(table).selectAll().execute()
    counts.push(rows.length)
  }
  return counts
}
