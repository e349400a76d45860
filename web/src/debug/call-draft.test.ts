import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftOf, orderOf, variablesOf } from './call-draft.ts'
import { missingBody, withoutMasks } from './missing-parts.ts'

test('a call of the history becomes the same call again, but for its secrets', () => {
  const order = {
    stage: 'prod',
    resource: 'get_order',
    pathParameters: { id: '7' },
    query: 'lang=en',
    headers: { Accept: 'text/plain', 'X-Two': ['a', 'b'] },
    body: '{}',
    credentials: { app: 'web-shop', secret: '***' },
    follow: 'none',
  } as const

  const again = orderOf(draftOf(order), variablesOf('/orders/{id}'))

  assert.deepEqual(again, { ...order, credentials: { app: 'web-shop', secret: '' } })
})

test('a body that is no text stays what it is', () => {
  const order = {
    stage: 'prod',
    path: '/upload',
    body: 'AAEC/w==',
    bodyEncoding: 'base64',
    credentials: { testIdentity: true },
    follow: 'gateway',
  } as const

  assert.deepEqual(orderOf(draftOf(order), []), order)
  // of the history the bytes are not kept, but that they were bytes
  const { body: _body, bodyEncoding: _encoding, ...rest } = order
  const kept = draftOf({ ...order, body: '' })
  assert.deepEqual(orderOf(kept, []), rest)
  assert.deepEqual(orderOf({ ...kept, body: 'AA==' }, []), { ...order, body: 'AA==' })
})

test('an empty form asks as the test identity, and sends nothing that was not filled in', () => {
  const draft = { ...draftOf({ stage: 'prod' }), resource: 'get_order', query: '?a=1' }
  const credentials = { testIdentity: true }

  assert.deepEqual(orderOf(draft, ['id']), {
    stage: 'prod',
    resource: 'get_order',
    pathParameters: { id: '' },
    query: 'a=1',
    credentials,
    follow: 'gateway',
  })
  assert.deepEqual(orderOf({ ...draft, target: 'path', path: 'x', query: '' }, []), {
    stage: 'prod',
    path: '/x',
    credentials,
    follow: 'gateway',
  })
  assert.deepEqual(orderOf({ ...draft, identity: 'nobody' }, []).credentials, {})
})

test('what was left out of a call is given back at its places', () => {
  const leftOut = ['credentials.secret', 'headers.X-A.B', 'headers.X-Token', 'query']
  const given = { 'credentials.secret': 's', 'headers.X-A.B': 'a', query: 'key=1' }

  assert.deepEqual(missingBody(leftOut, given), {
    credentials: { secret: 's' },
    headers: { 'X-A.B': 'a', 'X-Token': '' },
    query: 'key=1',
  })
  assert.deepEqual(missingBody([], {}), {})
})

test('a call of the history that is changed begins with empty fields where secrets were, not with their masks', () => {
  const order = {
    stage: 'prod',
    resource: 'get_order',
    pathParameters: { id: '***', lang: 'en' },
    headers: { 'X-A.B': '***', Accept: 'text/plain' },
    query: 'key=***',
    credentials: { app: 'web-shop', secret: '***' },
  }
  const leftOut = ['pathParameters.id', 'headers.X-A.B', 'query', 'credentials.secret']

  assert.deepEqual(withoutMasks(order, leftOut), {
    ...order,
    pathParameters: { id: '', lang: 'en' },
    headers: { 'X-A.B': '', Accept: 'text/plain' },
    query: '',
    credentials: { app: 'web-shop', secret: '' },
  })
  assert.deepEqual(withoutMasks(order, []), order)
})
