import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from './ask.ts'
import { changeUpon } from './change-upon.ts'

const plain = (now: object): object => now

test('who saves upon an old version is told what is there now, and that it is gone where it is', async (t) => {
  const there = { status: 200, body: { name: 'ann', email: 'new@example.com' } }
  for (const [now, current, etag] of [
    [there, there.body, '"2"'],
    [{ status: 404, body: { key: 'not_found' } }, null, ''],
  ] as const) {
    const refused = { status: 412, body: { key: 'changed_meanwhile', etag: '"2"' } }
    const asked: string[] = []
    t.mock.method(globalThis, 'fetch', (url: string, { method }: { method: string }) => {
      asked.push(`${method} ${url}`)
      const { status, body } = asked.length === 1 ? refused : now
      return Promise.resolve(Response.json(body, { status, headers: { etag: '"2"' } }))
    })

    const thrown = await changeUpon('/users/ann', { method: 'PATCH' }, plain).catch(
      (error: unknown) => error,
    )

    assert.ok(thrown instanceof Problem)
    assert.deepEqual([thrown.status, thrown.members['current']], [412, current])
    assert.equal(thrown.members['etag'], etag)
    assert.deepEqual(asked, ['PATCH /api/v1/users/ann', 'GET /api/v1/users/ann'])
  }
})

test('a refusal that says itself what is there now asks for nothing more', async (t) => {
  const body = { key: 'changed_meanwhile', etag: '', current: null }
  const fetched = t.mock.method(globalThis, 'fetch', () =>
    Promise.resolve(Response.json(body, { status: 412 })),
  )

  await assert.rejects(changeUpon('/gateways/shop/stages/prod', { method: 'PUT' }, plain))

  assert.equal(fetched.mock.callCount(), 1)
})
