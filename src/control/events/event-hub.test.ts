import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type Caller, nobody, tokenAdministrator } from '../caller.ts'
import { EventBus } from './event-bus.ts'
import { EventClient } from './event-client.ts'
import { EventHub } from './event-hub.ts'
import type { ReleaseEvent } from './release-events.ts'

/** A reader that takes nothing until it is told to. */
class Reader {
  text = ''
  writableLength = 0
  writableEnded = false
  destroyed = false
  takesAll = true
  #onDrain: () => void = () => undefined

  write(text: string): boolean {
    this.text += text
    if (!this.takesAll) this.writableLength += text.length
    return this.takesAll
  }

  drain(): void {
    this.takesAll = true
    this.writableLength = 0
    this.#onDrain()
  }

  end(): void {
    this.writableEnded = true
  }

  destroy(): void {
    this.destroyed = true
  }

  on(_event: 'drain', heard: () => void): void {
    this.#onDrain = heard
  }
}

function room(t: TestContext) {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let nowMs = 0
  const bus = new EventBus(36)
  const hub = new EventHub(bus, () => nowMs)
  t.after(() => hub.close())
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      nowMs += 1_000
      t.mock.timers.tick(1_000)
      await new Promise((resolve) => setImmediate(resolve)) // rights are asked for
    }
  }
  const enter = (
    caller: Caller,
    parts: Partial<Parameters<EventHub['add']>[0]> = {},
    last = '',
  ) => {
    const reader = new Reader()
    const gone = { count: 0 }
    const listener = {
      client: new EventClient(reader),
      topics: new Set(['releases', 'workers']),
      gateway: undefined,
      identify: async () => caller,
      onRights: () => undefined,
      onGone: () => void (gone.count += 1),
      ...parts,
    }
    hub.add(listener, caller, last)
    return { reader, gone, listener }
  }
  return { bus, hub, pass, enter }
}

function release(gateway: string, parts: Partial<ReleaseEvent> = {}): ReleaseEvent {
  return {
    step: 'kept',
    version: 3,
    author: 'token admin',
    releases: [{ gateway, stage: 'prod', number: 2, hash: 'h' }],
    reason: '',
    worker: null,
    tookMs: null,
    ...parts,
  }
}

function viewer(...gateways: string[]): Caller {
  return { ...nobody, name: 'user ann', mayView: (gateway) => gateways.includes(gateway) }
}

function eventsOf({ text }: Reader): string[] {
  return [...text.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(
    ([, name, data]) => `${name} ${data}`,
  )
}

test('a caller sees the releases of own gateways, and of a shared change nothing of others', (t) => {
  const { bus, enter } = room(t)
  const { reader } = enter(viewer('shop'))

  bus.tell({ topic: 'releases', data: release('bank') })
  bus.tell({
    topic: 'releases',
    data: release('shop', {
      step: 'refused',
      reason: 'stage bank/prod: a secret host',
      releases: [...release('shop').releases, ...release('bank').releases],
    }),
  })

  assert.equal(eventsOf(reader).length, 2)
  assert.match(reader.text, /^id: 10-2$/m)
  assert.match(eventsOf(reader)[1] ?? '', /^release .*"gateway":"shop"/)
  assert.doesNotMatch(reader.text, /bank/)
})

test('who comes again is told what was missed, or that it is not known any more', (t) => {
  const { bus, enter } = room(t)
  for (const number of [1, 2, 3]) {
    bus.tell({ topic: 'releases', data: release('shop', { version: number }) })
  }

  const again = enter(tokenAdministrator, {}, '10-1')
  const late = enter(tokenAdministrator, {}, 'another-1')
  const odd = enter(tokenAdministrator, {}, '10-9')

  assert.deepEqual(
    eventsOf(again.reader).map((event) => /"version":(\d)/.exec(event)?.[1]),
    [undefined, '2', '3'],
  )
  for (const { reader } of [late, odd]) assert.match(eventsOf(reader)[1] ?? '', /^missed /)
})

test('the way is kept open by a comment every 15 seconds', async (t) => {
  const { pass, enter } = room(t)
  const { reader } = enter(tokenAdministrator)

  await pass(31)

  assert.equal(reader.text.match(/^: still here$/gm)?.length, 2)
})

test('who may no longer see it, or is no longer known, is sent away within seconds', async (t) => {
  const { bus, pass, enter } = room(t)
  let isKnown = true
  let mayListen = true
  const revoked = enter(viewer('shop'), {
    identify: async () => (isKnown ? viewer('shop') : Promise.reject(new Error('token_wrong'))),
  })
  const demoted = enter(viewer('shop'), { onRights: () => assert.ok(mayListen) })
  await pass(6)
  assert.equal(revoked.reader.writableEnded || demoted.reader.writableEnded, false)

  isKnown = false
  mayListen = false
  await pass(5)
  bus.tell({ topic: 'releases', data: release('shop') })

  for (const { reader, gone } of [revoked, demoted]) {
    assert.match(eventsOf(reader).at(-1) ?? '', /^end /)
    assert.ok(reader.writableEnded)
    assert.equal(gone.count, 1)
    assert.doesNotMatch(reader.text, /event: release/)
  }
})

test('one who goes away while rights are looked at leaves nothing behind', async (t) => {
  const { hub, pass, enter } = room(t)
  const asked = Promise.withResolvers<Caller>()
  let follows = 0
  const { listener, reader } = enter(viewer('shop'), {
    identify: async () => await asked.promise,
    onRights: () => void (follows += 1),
    onGone: () => void (follows = 0),
  })
  await pass(6)

  hub.remove(listener)
  asked.resolve(viewer('bank'))
  await pass(1)

  assert.equal(follows, 0)
  assert.doesNotMatch(reader.text, /event: end/)
})

test('rights that were taken from a caller who stays count for the next event', async (t) => {
  const { bus, pass, enter } = room(t)
  let gateways = ['shop']
  const { reader } = enter(viewer('shop'), { identify: async () => viewer(...gateways) })

  gateways = []
  await pass(6)
  bus.tell({ topic: 'releases', data: release('shop') })

  assert.doesNotMatch(reader.text, /event: release/)
})

test('what a slow reader has no room for is counted and told; one that takes nothing is cut', async (t) => {
  const { bus, pass, enter } = room(t)
  const slow = enter(tokenAdministrator)
  slow.reader.takesAll = false
  const long = { ...release('shop'), reason: 'x'.repeat(100_000) }

  for (let count = 0; count < 8; count++) bus.tell({ topic: 'releases', data: long })
  assert.ok(slow.reader.writableLength < 524_288)
  slow.reader.drain()
  await pass(1)

  assert.equal(eventsOf(slow.reader).at(-1), 'dropped {"events":3}')

  const stuck = enter(tokenAdministrator)
  stuck.reader.takesAll = false
  bus.tell({ topic: 'workers', data: { index: 0, state: 'running', restarts: 0, lastFailure: '' } })
  t.mock.method(performance, 'now', () => Number.MAX_SAFE_INTEGER)
  await pass(1)
  assert.ok(stuck.reader.destroyed)
  assert.equal(stuck.gone.count, 1)
})

test('there is room for so many, and workers are for administrators', (t) => {
  const { bus, hub, enter } = room(t)
  for (let count = 0; count < 16; count++) enter(viewer('shop'))

  assert.throws(() => hub.requireRoom(viewer('shop')), { key: 'too_many_listeners' })
  hub.requireRoom(tokenAdministrator)

  const one = enter(tokenAdministrator)
  const other = enter(viewer())
  bus.tell({
    topic: 'workers',
    data: { index: 0, state: 'restarting', restarts: 1, lastFailure: 'out of memory' },
  })
  assert.match(one.reader.text, /out of memory/)
  assert.doesNotMatch(other.reader.text, /event: worker/)
})

test('when the server stops, every stream ends with a word', (t) => {
  const { hub, enter } = room(t)
  const { reader, gone } = enter(tokenAdministrator)

  hub.close()

  assert.deepEqual(eventsOf(reader).at(-1), 'end {"reason":"the server is stopping"}')
  assert.ok(reader.writableEnded)
  assert.equal(gone.count, 1)
})
