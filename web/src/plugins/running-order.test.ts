import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plugin } from './plugin-answers.ts'
import { placeInBinding, runningOrder } from './running-order.ts'

const plugin = (type: string, order: number, more: Partial<Plugin> = {}): Plugin => {
  return {
    type,
    order,
    title: { en: type, zh: type },
    scope: 'listed',
    merge: 'replaces',
    options: {},
    ...more,
  }
}
const plugins = [
  plugin('rate-limit', 3, { merge: 'both' }),
  plugin('app-auth', 2, { scope: 'built-in' }),
  plugin('cors', 1),
  plugin('mock', 4),
]

test('plugins stand as they run, whatever the order of the lists, and say where they come from', () => {
  const stage = [{ type: 'rate-limit' }, { type: 'bk-cors', config: { max_age: 5 } }]
  const resource = [{ type: 'mock' }, { type: 'cors', config: {} }, { type: 'rate-limit' }]

  const order = runningOrder(plugins, stage, resource)

  assert.deepEqual(
    order.map(({ plugin: { type }, from }) => `${type} ${from}`),
    ['cors replaced', 'app-auth built-in', 'rate-limit both', 'mock resource'],
  )
  assert.equal(order[0]?.binding, resource[1])
  assert.deepEqual(
    runningOrder(plugins, stage).map(({ from }) => from),
    ['stage', 'built-in', 'stage'],
  )
})

test('a place in the list of plugins is the one in the form of one plugin', () => {
  assert.equal(placeInBinding('plugins[12].config.default[0].limit'), 'config.default[0].limit')
  assert.equal(placeInBinding('plugins[0]'), '')
  assert.equal(placeInBinding('config'), 'config')
})
