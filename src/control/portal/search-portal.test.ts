import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredGateway } from '../../definition/control-state.ts'
import { emptyState } from '../../definition/control-state.ts'
import { definitionOf } from '../../definition/definition-under-test.ts'
import { planApply } from '../../definition/plan.ts'
import { tokenAdministrator } from '../caller.ts'
import { searchPortal } from './search-portal.ts'

function gatewaysOf(resources: string, name = 'shop'): readonly StoredGateway[] {
  const stage = '{ name: prod, backends: { default: { hosts: [{ url: http://orders }] } } }'
  const text = `version: 1\ngateways:\n  - { name: ${name}, description: 网关 of the shop, stages: [${stage}], resources: [${resources}] }\n`
  return planApply(emptyState(), definitionOf(text)).next.gateways
}

function found(text: string, resources: string): string[] {
  const { items } = searchPortal(gatewaysOf(resources), tokenAdministrator, text, 20)
  return items.map(({ kind, name, matched }) => `${kind} ${name} ${matched}`)
}

test('the exact name comes first, then its beginning, words of it, labels, paths and descriptions', () => {
  const resources = `
    { name: a1, method: GET, path: /a1, summary: gets an order },
    { name: a2, method: GET, path: /order/x },
    { name: a3, method: GET, path: /a3, labels: [order] },
    { name: reorder, method: GET, path: /a4 },
    { name: get_order, method: GET, path: /a5 },
    { name: order_list, method: GET, path: /a6 },
    { name: order, method: GET, path: /a7 },
    { name: other, method: GET, path: /a8 }`

  assert.deepEqual(found('Order', resources), [
    'resource order name',
    'resource order_list name',
    'resource get_order name',
    'resource reorder name',
    'resource a3 label',
    'resource a2 path',
    'resource a1 words',
  ])
})

test('every word must stand somewhere, and the weakest decides', () => {
  const resources = `
    { name: get_order, method: GET, path: /a1, summary: of one shop },
    { name: get_shop, method: GET, path: /a2 }`

  assert.deepEqual(found('shop order', resources), ['resource get_order words'])
})

test('Chinese words are found within a text, and wide letters as narrow ones', () => {
  const resources =
    '{ name: pay, method: POST, path: /a1, description: 支付一个订单, labels: [付款] }'

  assert.deepEqual(found('订单', resources), ['resource pay words'])
  assert.deepEqual(found('付款', resources), ['resource pay label'])
  assert.deepEqual(found('ＰＡＹ', resources), ['resource pay name'])
  assert.deepEqual(found('网关', resources), ['gateway shop words'])
  assert.deepEqual(found('支付单', resources), [])
  assert.deepEqual(found(' ', resources), [])
})

test('a search among 10,000 resources takes less than 50 ms', (t) => {
  const words = 'returns the order of a customer with every item that was bought, 返回订单. '
  const resources = Array.from({ length: 10_000 }, (_, at) => {
    const more = `labels: [l${at % 90}], description: "${words.repeat(3)}${at}"`
    return `{ name: get_thing_${at}, method: GET, path: /things/${at}, ${more} }`
  })
  const gateways = gatewaysOf(resources.join())
  const ask = (text: string) => searchPortal(gateways, tokenAdministrator, text, 20)
  // the best of five, of the processor's time: other work on the machine is not what is measured
  const timeOf = (text: string) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const before = process.threadCpuUsage()
        ask(text)
        return process.threadCpuUsage(before).user / 1_000
      }),
    )

  const times = ['order', '订单', 'get_thing_9999', 'customer 777', 'nothing-of-this'].map(timeOf)

  t.diagnostic(`search among 10,000 resources: at most ${Math.max(...times).toFixed(1)} ms`)
  assert.equal(ask('get_thing_9999').items[0]?.name, 'get_thing_9999')
  assert.equal(ask('order').total, 10_000)
  assert.ok(Math.max(...times) < 50, String(times))
})
