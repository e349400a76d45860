import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ControlChange } from '../../src/storage/control-change.ts'
import { ControlStore } from '../../src/storage/control-store.ts'
import {
  findRequest,
  listRequests,
  nextRequestNumber,
  type PermissionRequest,
  type RequestChange,
} from '../../src/storage/permission-requests.ts'
import { keepReminder, listReminders, removeReminders } from '../../src/storage/reminders.ts'
import { ownerOfAll } from '../clean-up.ts'
import { bothDatabases } from './both-databases.ts'

/** Requests for permissions and reminders, the same on both databases. */
const owner = ownerOfAll()

const databases = await bothDatabases(owner)

const pending: PermissionRequest = {
  number: 1,
  app: 'web',
  gateway: 'shop',
  resources: ['get_order', 'pay_order'],
  reason: 'shows “orders”',
  expiresInDays: 180,
  isRenewal: false,
  requester: 'ann',
  atMs: 1_795_334_400_000,
  status: 'pending',
  decision: null,
}
const decision = { by: 'mia', atMs: 1_795_334_500_000, comment: 'ok', approved: ['get_order'] }
const decided: RequestChange = { kind: 'decided', number: 1, status: 'partly_approved', decision }

function change(requests: readonly RequestChange[], grant = ''): ControlChange {
  return {
    atMs: 1_795_334_400_000,
    author: { actor: 'user mia', address: '' },
    documents: grant === '' ? [] : [{ kind: 'grant', name: grant, body: '{}' }],
    releases: [],
    live: [],
    audit: [],
    requests,
  }
}

async function keep(store: ControlStore, kept: ControlChange): Promise<void> {
  await (await store.prepare(kept)).commit()
}

for (const { name, skip, newPlace, open } of databases) {
  describe(`permission requests on ${name}`, { skip }, () => {
    test('a request is there as it was asked, and after its decision with that', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      assert.equal(await nextRequestNumber(store.database), 1)
      const whole = { ...pending, number: 2, resources: null, expiresInDays: null, isRenewal: true }

      await keep(store, change([{ kind: 'new', request: pending }]))
      await keep(store, change([{ kind: 'new', request: whole }]))
      assert.deepEqual(await listRequests(store.database, { limit: 9 }), [whole, pending])
      await keep(store, change([decided], 'grant-1'))

      const after = { ...pending, status: 'partly_approved', decision }
      assert.deepEqual(await findRequest(store.database, 1), after)
      assert.equal(await nextRequestNumber(store.database), 3)
    })

    test('a server that ends before an approval is kept has neither the grant nor the decision', async (t) => {
      const place = await newPlace()
      const first = await ControlStore.open(place.open())
      await keep(first, change([{ kind: 'new', request: pending }]))
      await first.prepare(change([decided], 'grant-1')) // workers let it pass; the process ends here
      await first.close()

      const store = await ControlStore.open(place.open())
      t.after(() => store.close())

      assert.ok(store.hadPrepared)
      assert.deepEqual(await findRequest(store.database, 1), pending)
      assert.deepEqual((await store.load()).documents, [])
    })

    test('a second decision is not kept, and nor is what it would have given', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      await keep(store, change([{ kind: 'new', request: pending }]))
      await keep(store, change([decided], 'grant-1'))

      const again = await store.prepare(change([{ ...decided, status: 'approved' }], 'grant-2'))
      await assert.rejects(again.commit(), /Permission request 1 is decided already/)

      assert.equal((await findRequest(store.database, 1))?.status, 'partly_approved')
      assert.deepEqual(
        (await store.load()).documents.map((one) => one.name),
        ['grant-1'],
      )
    })

    test('requests are found by whose they are, gateway, application and status', async (t) => {
      const store = await ControlStore.open(await open())
      t.after(() => store.close())
      const others = [
        { ...pending, number: 2, app: 'other' },
        { ...pending, number: 3, gateway: 'other' },
      ]
      const all = [pending, ...others].map((request) => ({ kind: 'new', request }) as const)
      await keep(store, change(all))
      await keep(store, change([decided]))
      const found = async (filter: Partial<Parameters<typeof listRequests>[1]>) =>
        (await listRequests(store.database, { limit: 9, ...filter })).map(({ number }) => number)

      assert.deepEqual(await found({}), [3, 2, 1])
      assert.deepEqual(await found({ before: 3, limit: 1 }), [2])
      assert.deepEqual(await found({ status: 'pending' }), [3, 2])
      assert.deepEqual(await found({ app: 'web', gateway: 'other' }), [3])
      assert.deepEqual(await found({ visible: { apps: ['other'], gateways: [] } }), [2])
      assert.deepEqual(await found({ visible: { apps: [], gateways: ['other'] } }), [3])
      assert.deepEqual(await found({ visible: { apps: [], gateways: [] } }), [])
    })

    test('of the same mark a reminder is kept once, also by another process', async (t) => {
      const place = await newPlace()
      const first = await ControlStore.open(place.open())
      const reminder = {
        mark: 'expires grant-1 7',
        atMs: 1_795_334_400_000,
        kind: 'permission_expires' as const,
        app: 'web',
        gateway: 'shop',
        to: ['ann'],
        subject: 'ends',
        text: 'soon',
      }
      const kept = [await keepReminder(first.database, reminder)]
      await first.close()
      const store = await ControlStore.open(place.open())
      t.after(() => store.close())

      kept.push(await keepReminder(store.database, reminder))
      kept.push(await keepReminder(store.database, { ...reminder, mark: 'waits 1 1', atMs: 5 }))

      assert.deepEqual(kept, [true, false, true])
      const list = { before: undefined, limit: 9 }
      const mine = { apps: ['web'], gateways: [] }
      assert.equal((await listReminders(store.database, list)).length, 2)
      assert.equal((await listReminders(store.database, { ...list, visible: mine })).length, 2)
      const none = { apps: [], gateways: ['shop'] }
      assert.equal((await listReminders(store.database, { ...list, visible: none })).length, 0)
      await removeReminders(store.database, 6)
      const { mark: _mark, ...left } = { number: 1, ...reminder }
      assert.deepEqual(await listReminders(store.database, list), [left])
    })
  })
}
