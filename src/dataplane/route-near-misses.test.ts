/** A miss says why: another method, or what is near. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Method } from '../model/release.ts'
import { nearestNames, RouteTable } from './route-table.ts'

function tableOf(
  routes: readonly (readonly [Method, string])[],
  matchSubpath = false,
): RouteTable<string> {
  return new RouteTable(
    routes.map(([method, path]) => ({ method, path, matchSubpath, value: path })),
  )
}

function nearest(table: RouteTable<string>, method: string, path: string): string[] {
  const miss = table.explain(method, path)
  assert.equal(miss.kind, 'resource_not_found')
  return 'nearest' in miss ? miss.nearest.map((route) => `${route.method} ${route.path}`) : []
}

test('a path that other methods have names them in the order of Allow', () => {
  const table = tableOf([
    ['DELETE', '/a/{x}'],
    ['GET', '/a/b'],
    ['POST', '/{y}/b'],
  ])

  const miss = table.explain('PUT', '/a/b/')
  assert.deepEqual(miss, { kind: 'method_not_allowed', allow: ['GET', 'POST', 'DELETE'] })
})

test('a slip in a segment, a missing and an additional one find the path meant', () => {
  const table = tableOf([
    ['GET', '/orders/{id}/items'],
    ['GET', '/customers'],
    ['POST', '/customers'],
    ['GET', '/health'],
  ])

  assert.deepEqual(nearest(table, 'GET', '/order/7/items').slice(0, 1), ['GET /orders/{id}/items'])
  assert.deepEqual(nearest(table, 'GET', '/orders/7/itmes'), ['GET /orders/{id}/items'])
  assert.deepEqual(nearest(table, 'GET', '/orders/7'), ['GET /orders/{id}/items'])
  assert.deepEqual(nearest(table, 'POST', '/Customers'), ['POST /customers', 'GET /customers'])
})

test('nothing like any path gives no guess', () => {
  assert.deepEqual(nearest(tableOf([['GET', '/orders/{id}']]), 'GET', '/zzz/yyy/xxx/www'), [])
  assert.deepEqual(nearest(tableOf([]), 'GET', ''), [])
})

test('at most three paths are named', () => {
  const table = tableOf(['/aa', '/ab', '/ac', '/ad'].map((path) => ['GET', path] as const))

  assert.equal(nearest(table, 'GET', '/a').length, 3)
})

test('names are suggested by likeness, nearest first, and none that is far', () => {
  const known = ['shop', 'shops', 'stop', 'payments', 'shpo']

  assert.deepEqual(nearestNames('shop2', known), ['shop', 'shops'])
  assert.deepEqual(nearestNames('SHOP', known, 1), ['shop'])
  assert.deepEqual(nearestNames('paymnets', known), ['payments'])
  assert.deepEqual(nearestNames('warehouse', known), [])
})

test('a miss among ten thousand resources, or with a monstrous path, stays cheap', () => {
  const routes = Array.from({ length: 10_000 }, (_, i) => ['GET', `/area${i}/part/{x}`] as const)
  const table = tableOf(routes)
  const monster = '/a'.repeat(4_000)
  table.explain('GET', monster)

  const before = process.cpuUsage()
  for (let turn = 0; turn < 20; turn++) table.explain('GET', turn % 2 ? monster : '/area1x/part/7')
  const { user } = process.cpuUsage(before)

  // 0.5 ms here; the bound is wide because other work shares the machine.
  assert.ok(user / 20 < 20_000, `${user / 20} us of CPU a miss`)
})
