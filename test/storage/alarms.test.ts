import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import { firingAlarms, listAlarms } from '../../src/storage/alarm-history.ts'
import { keepAlarmRule, listAlarmRules, removeAlarmRule } from '../../src/storage/alarm-rules.ts'
import {
  keepFiring,
  keepRecovery,
  keepReminder,
  type Firing,
  type ToTell,
} from '../../src/storage/alarm-transitions.ts'
import type { ControlDatabase } from '../../src/storage/control-database.ts'
import { ControlStore } from '../../src/storage/control-store.ts'
import {
  addNotifications,
  countWaiting,
  deliveriesOf,
  dueNotifications,
  nextDueMs,
  noteDelivered,
  noteFailed,
} from '../../src/storage/notification-outbox.ts'
import { ownerOfAll } from '../clean-up.ts'
import { bothDatabases } from './both-databases.ts'

/** What alarms rely on, the same on both databases. */
const owner = ownerOfAll()
const atMs = 1_795_334_400_000
const rule = {
  id: 'r1',
  gateway: 'shop',
  body: '{}',
  madeAtMs: atMs,
  changedAtMs: atMs,
  changedBy: 'ann',
}
let next = 0

const databases = await bothDatabases(owner)

for (const { name, skip, open } of databases) {
  describe(`alarms on ${name}`, { skip }, () => {
    const opened = async (t: TestContext): Promise<ControlDatabase> => {
      const { database } = await ControlStore.open(await open())
      t.after(() => database.close())
      await keepAlarmRule(database.tables, rule)
      return database
    }

    test('two watches at once keep one alarm, and one message to each', async (t) => {
      const database = await opened(t)

      const kept = await Promise.all([
        keepFiring(database, firing()),
        keepFiring(database, firing()),
      ])

      assert.equal(kept.filter((one) => one !== undefined).length, 1)
      assert.equal((await firingAlarms(database)).length, 1)
      assert.equal(await countWaiting(database), 1)
    })

    test('a rule that was changed or removed meanwhile does not fire', async (t) => {
      const database = await opened(t)
      await keepAlarmRule(database.tables, { ...rule, changedAtMs: atMs + 1 })
      assert.equal(await keepFiring(database, firing()), undefined)
      await removeAlarmRule(database.tables, rule.id)

      assert.equal(await keepFiring(database, firing()), undefined)
      assert.deepEqual(await listAlarmRules(database), [])
      assert.equal(await countWaiting(database), 0)
    })

    test('within the quiet time nobody is told, and the history says why; then once', async (t) => {
      const database = await opened(t)
      const quietMs = 3_600_000
      const first = await keepFiring(database, firing({ quietMs }))
      await keepRecovery(database, first?.number ?? 0, atMs + 60_000, toTell)

      const again = await keepFiring(database, firing({ quietMs, at: atMs + 120_000 }))
      const number = again?.number ?? 0
      const early = await keepReminder(database, number, quietMs, atMs + 180_000, toTell)
      const late = await keepReminder(database, number, quietMs, atMs + quietMs, toTell)
      const twice = await keepReminder(database, number, quietMs, atMs + quietMs + 60_000, toTell)

      assert.equal(again?.suppressed, `quiet until ${new Date(atMs + quietMs).toISOString()}`)
      assert.deepEqual([early, late, twice], [false, true, false])
      assert.deepEqual(
        (await listAlarms(database, { gateway: 'shop', limit: 5 })).map(({ state, suppressed }) => [
          state,
          suppressed,
        ]),
        [
          ['firing', ''],
          ['recovered', ''],
        ],
      )
      assert.equal(await countWaiting(database), 3) // fired, recovered, still firing
    })

    test('who was not told that it began is not told that it is over', async (t) => {
      const database = await opened(t)
      const quietMs = 3_600_000
      const first = await keepFiring(database, firing({ quietMs }))
      await keepRecovery(database, first?.number ?? 0, atMs + 1, toTell)
      const quiet = await keepFiring(database, firing({ quietMs, at: atMs + 2 }))

      await keepRecovery(database, quiet?.number ?? 0, atMs + 3, toTell)

      assert.deepEqual(await firingAlarms(database), [])
      assert.equal(await countWaiting(database), 2)
    })

    test('a receiver gets one after the other, and one that is away holds up nobody else', async (t) => {
      const database = await opened(t)
      const made = ['a', 'a', 'b'].map((receiver, place) => message(receiver, atMs + place))
      await addNotifications(database.tables, made)
      await addNotifications(database.tables, made) // the same ids: known already

      const due = await dueNotifications(database, atMs + 10, 'webhook', [], 5)
      assert.deepEqual(
        due.map(({ receiver, madeAtMs }) => [receiver, madeAtMs]),
        [
          ['a', atMs],
          ['b', atMs + 2],
        ],
      )
      assert.deepEqual(await dueNotifications(database, atMs + 10, 'webhook', ['a', 'b'], 5), [])
      const [toA, toB] = due
      assert.ok(toA !== undefined && toB !== undefined)
      await noteFailed(database, toA, 'it refused', atMs + 11, atMs + 1_000)
      await noteDelivered(database, toB, atMs + 11)

      assert.deepEqual(await dueNotifications(database, atMs + 999, 'webhook', [], 5), [])
      assert.equal(await nextDueMs(database, atMs + 999), atMs + 1_000)
      const [retried] = await dueNotifications(database, atMs + 1_000, 'webhook', [], 5)
      assert.deepEqual([retried?.id, retried?.attempts], [toA.id, 1])
      assert.ok(retried !== undefined)
      await noteFailed(database, retried, 'it refused', atMs + 1_001, undefined)
      assert.deepEqual(
        (await deliveriesOf(database, [7])).map(({ state, attempts, failure }) => [
          state,
          attempts,
          failure,
        ]),
        [
          ['failed', 2, 'it refused'],
          ['waiting', 0, ''],
          ['delivered', 1, ''],
        ],
      )
    })
  })
}

const toTell: ToTell = () => {
  const { alarm: _alarm, madeAtMs: _made, ...told } = message('a', atMs)
  return [told]
}

function firing({ quietMs = 0, at = atMs }: { quietMs?: number; at?: number } = {}): Firing {
  return {
    alarm: {
      ruleId: rule.id,
      gateway: 'shop',
      subject: '["shop","x"]',
      severity: 'critical',
      state: 'firing',
      firedAtMs: at,
      endedAtMs: 0,
      acknowledgedAtMs: 0,
      acknowledgedBy: '',
      body: '{}',
    },
    ruleChangedAtMs: atMs,
    quietMs,
    toTell,
  }
}

function message(
  receiver: string,
  madeAtMs: number,
): Parameters<typeof addNotifications>[1][number] {
  const id = `m${++next}`
  return {
    id,
    alarm: 7,
    kind: 'fired',
    channel: 'webhook',
    receiver,
    signing: '',
    subject: 's',
    body: '{}',
    madeAtMs,
  }
}
