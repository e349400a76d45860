import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAsked, matching, requestIdIn } from './palette-items.ts'

const items = [
  { href: '/flow-log', label: 'Flow log', kind: 'Page' },
  { href: '/gateways/log-store', label: 'log-store', kind: 'Gateway' },
  { href: '/audit', label: 'Audit', kind: 'Page' },
]

test('what begins with what was typed comes first, and every word must be there', () => {
  assert.deepEqual(
    matching(items, 'log').map(({ href }) => href),
    ['/gateways/log-store', '/flow-log'],
  )
  assert.deepEqual(
    matching(items, 'page log').map(({ href }) => href),
    ['/flow-log'],
  )
  assert.equal(matching(items, '').length, 3)
})

test('a request id is found in whatever was pasted with it, and nothing else is asked then', () => {
  const id = '019aaf20-7a10-7c1e-9d4e-3f9b8f1f8a11'
  assert.equal(requestIdIn(`X-Bkapi-Request-ID: ${id}\r`), id)
  assert.equal(requestIdIn('no id'), undefined)
  assert.equal(isAsked(id), false)
  assert.equal(isAsked('a'), false)
  assert.equal(isAsked('orders'), true)
})
