import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Part } from '../../definition/document-parts.ts'
import { partPath } from '../../definition/document-parts.ts'
import { importInto } from './import-resources.ts'

test('no operation is lost where two of a document lead to one resource', () => {
  const present = [{ name: 'orders', method: 'GET', path: '/v1/orders' }]
  const byName = { name: 'orders', method: 'GET', path: '/v2/orders' }
  const byRequest = { name: 'old_orders', method: 'GET', path: '/v1/orders' }

  for (const imported of [
    [byName, byRequest],
    [byRequest, byName],
  ]) {
    const { operations, set } = imports(present, imported)

    // who takes the same requests is the same resource; the other is one of its own
    const told = operations.map(({ name, path, action, note }) => [
      name,
      String(path),
      action,
      note,
    ])
    const renamed = `named "orders_2", because "orders" is the resource that takes GET /v1/orders`
    assert.deepEqual(
      told.toSorted(([one = ''], [other = '']) => one.localeCompare(other)),
      [
        ['orders', '/v1/orders', 'same', ''],
        ['orders_2', '/v2/orders', 'create', renamed],
      ],
    )
    const path = partPath('resources', 'orders_2')
    assert.deepEqual(set.get(path), { ...byName, name: 'orders_2' })
  }
})

test('an operation that takes the requests of an earlier one is kept beside it, for problems to tell', () => {
  const imported = [
    { name: 'one', method: 'GET', path: '/orders/{id}' },
    { name: 'two', method: 'GET', path: '/orders/{order}' },
  ]

  const { operations, set } = imports(
    [{ name: 'own', method: 'GET', path: '/orders/{x}' }],
    imported,
  )

  assert.deepEqual(
    operations.map(({ name, action }) => `${name} ${action}`),
    ['own update', 'two create'],
  )
  assert.equal(set.size, 2)
})

function imports(present: readonly Part[], imported: readonly Part[]) {
  const order = { resources: imported, references: {}, backend: undefined, mode: 'merge' } as const
  return importInto({ document: { resources: present } }, order)
}
