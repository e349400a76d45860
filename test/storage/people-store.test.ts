import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listAudit } from '../../src/storage/audit-log.ts'
import { auditedChange, ChangeRefused } from '../../src/storage/audited-change.ts'
import type { ControlDatabase } from '../../src/storage/control-database.ts'
import { findLink, hasSetUpLink, setLink } from '../../src/storage/link-store.ts'
import { migrate } from '../../src/storage/migrate.ts'
import {
  addSession,
  dropOldSessions,
  endSessionsOf,
  findSession,
  sessionsOf,
  touchSession,
} from '../../src/storage/session-store.ts'
import { addShare, dropEndedShares, findShare, listShares } from '../../src/storage/share-store.ts'
import { addToken, findToken, listTokens, removeToken } from '../../src/storage/token-store.ts'
import {
  addUser,
  changeUser,
  findSubject,
  findUser,
  hasAdministrator,
  listUsers,
  namesInUse,
  removeUser,
  setPassword,
} from '../../src/storage/user-store.ts'
import { ownerOfAll } from '../clean-up.ts'
import { bothDatabases } from './both-databases.ts'

/** People, sessions, tokens and links, the same on both databases. */
const owner = ownerOfAll()

const databases = await bothDatabases(owner)

const nowMs = 1_795_334_400_000
const details = {
  displayName: 'Ann Ö',
  email: 'ann@example.com',
  groups: ['shop-admins', '运维'],
  isAdministrator: true,
  isDisabled: false,
}
const author = { actor: 'user ann', address: '192.0.2.7' }

function user(name: string, subject: string | null = null) {
  const source = subject === null ? ('local' as const) : ('oidc' as const)
  const issuer = subject === null ? null : 'https://login.test'
  return { name, ...details, source, issuer, subject, madeAtMs: nowMs }
}

function session(id: string, times: { usedAtMs?: number; expiresAtMs?: number } = {}) {
  const kept = { hash: 'ab', address: '192.0.2.7', agent: 'curl' }
  return {
    id,
    user: 'ann',
    madeAtMs: nowMs,
    usedAtMs: nowMs,
    expiresAtMs: nowMs + 9,
    ...kept,
    ...times,
  }
}

for (const { name, skip, open } of databases) {
  describe(`people on ${name}`, { skip }, () => {
    test('a user is kept whole, found by name and by subject, changed, and gone with all that was theirs', async (t) => {
      const { tables } = await opened(t, open)
      await addUser(tables, user('ann'))
      await addUser(tables, user('oli', 's1'))
      await setPassword(tables, 'ann', '$hash')
      await addSession(tables, session('s'))
      await addToken(tables, token('t', 'ann'))
      await setLink(tables, { id: 'l', hash: 'cd', user: 'ann', expiresAtMs: nowMs })

      const found = await findUser(tables, 'ann')
      await changeUser(tables, 'ann', { ...details, groups: [], isDisabled: true })

      const { issuer: _issuer, subject: _subject, ...shown } = user('ann')
      assert.deepEqual(found, { ...shown, hasPassword: true })
      assert.equal((await findSubject(tables, 'https://login.test', 's1'))?.name, 'oli')
      assert.equal(await findSubject(tables, 'https://other.test', 's1'), undefined)
      assert.deepEqual([...(await namesInUse(tables)).groups], ['shop-admins', '运维'])
      assert.equal(await hasAdministrator(tables, false), false, 'ann is disabled')
      assert.equal(await hasAdministrator(tables, true), true, 'oli comes from the provider')
      await removeUser(tables, 'ann')
      for (const table of ['sessions', 'tokens', 'one_time_links'] as const) {
        assert.deepEqual(await tables.selectFrom(table).selectAll().execute(), [])
      }
    })

    test('users come by name after another, and one subject is one user', async (t) => {
      const database = await opened(t, open)
      for (const one of ['cem', 'ann', 'bob']) await addUser(database.tables, user(one))
      await addUser(database.tables, user('oli', 's1'))

      const page = await listUsers(database, { after: 'ann', limit: 2 })

      assert.deepEqual(
        page.map((one) => one.name),
        ['bob', 'cem'],
      )
      await assert.rejects(addUser(database.tables, user('ola', 's1')), /unique/i)
    })

    test('sessions are found with their user, and old ones go', async (t) => {
      const { tables } = await opened(t, open)
      await addUser(tables, user('ann'))
      await addSession(tables, session('fresh', { expiresAtMs: nowMs + 100 }))
      await addSession(
        tables,
        session('unused', { usedAtMs: nowMs - 100, expiresAtMs: nowMs + 100 }),
      )
      await addSession(tables, session('over', { expiresAtMs: nowMs }))

      await dropOldSessions(tables, { usedBeforeMs: nowMs - 50, nowMs })
      await touchSession(tables, 'fresh', nowMs + 5)

      const found = await findSession(tables, 'fresh')
      assert.deepEqual([found?.user.name, found?.session.usedAtMs], ['ann', nowMs + 5])
      assert.equal(found?.user.displayName, 'Ann Ö')
      assert.deepEqual(
        (await sessionsOf(tables, 'ann')).map(({ id }) => id),
        ['fresh'],
      )
      assert.equal(await endSessionsOf(tables, 'ann', 'fresh'), 0)
      assert.equal(await endSessionsOf(tables, 'ann'), 1)
    })

    test('tokens, links and shares are found, replaced and gone', async (t) => {
      const { tables } = await opened(t, open)
      await addToken(tables, token('t1', ''))
      await setLink(tables, { id: 'l1', hash: 'ab', user: '', expiresAtMs: 0 })
      await setLink(tables, { id: 'l2', hash: 'ab', user: '', expiresAtMs: 0 })
      for (const [id, expiresAtMs] of [
        ['s1', nowMs],
        ['s2', nowMs + 1],
      ] as const) {
        const made = { madeAtMs: nowMs, madeBy: 'user ann', expiresAtMs, view: 'full' as const }
        await addShare(tables, { id, hash: 'ab', requestId: 'r', gateway: 'shop', ...made })
      }

      assert.equal((await findToken(tables, 't1'))?.user, undefined)
      await assert.rejects(addToken(tables, { ...token('t2', ''), name: 't1' }), /unique/i)
      await removeToken(tables, 't1')
      assert.deepEqual(await listTokens(tables, undefined), [])
      assert.equal(await hasSetUpLink(tables), true)
      assert.deepEqual(
        [(await findLink(tables, 'l1'))?.id, (await findLink(tables, 'l2'))?.id],
        [undefined, 'l2'],
      )
      const listed = await listShares(tables, { gateway: 'shop', nowMs, limit: 9 })
      assert.deepEqual(
        listed.map(({ id }) => id),
        ['s2'],
      )
      await dropEndedShares(tables, nowMs)
      assert.equal(await findShare(tables, 's1'), undefined)
    })

    test('a change and its audit are kept together or not at all, also where many come at once', async (t) => {
      const database = await opened(t, open)
      const add = async (one: string) =>
        await auditedChange(database, author, async (tables, note) => {
          await addUser(tables, user(one))
          note({ kind: 'user', path: `users/${one}`, action: 'create', before: null, after: {} })
          if (one === 'eve') throw new ChangeRefused('not her')
        })

      const results = await Promise.allSettled(['ann', 'eve', 'bob', 'cem', 'dan'].map(add))

      assert.deepEqual(
        results.map(({ status }) => status === 'fulfilled'),
        [true, false, true, true, true],
      )
      const names = (await listUsers(database, { after: '', limit: 9 })).map((one) => one.name)
      assert.deepEqual(names, ['ann', 'bob', 'cem', 'dan'])
      const entries = await listAudit(database, { limit: 9 })
      assert.deepEqual(
        entries.map(({ id }) => id),
        [4, 3, 2, 1],
      )
      await assert.rejects(add('ann'), { name: 'StorageProblem' })
    })
  })
}

function token(id: string, whose: string) {
  const made = { madeAtMs: nowMs, madeBy: 'user ann', expiresAtMs: nowMs + 9, usedAtMs: 0 }
  return { id, hash: 'ab', name: id, user: whose, rights: '', ...made }
}

async function opened(
  t: { after(stop: () => Promise<void>): void },
  open: () => Promise<ControlDatabase>,
): Promise<ControlDatabase> {
  const database = await open()
  t.after(async () => await database.close())
  await migrate(database)
  return database
}
