import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../model/exchange.ts'
import { headerRewrite } from './header-rewrite.ts'
import {
  bindListed,
  decisionOf,
  testExchange,
  testRelease,
  testResource,
  testServices,
  type RequestParts,
} from './plugin-under-test.ts'

function editsOf(config: unknown, parts: RequestParts = {}): Exchange['toBackend']['header'] {
  const exchange = testExchange(parts)
  decisionOf(bindListed(headerRewrite, config), exchange)
  return exchange.toBackend.header
}

test('set replaces, add keeps, remove cuts; the shapes of map and list mean the same', () => {
  const expected = {
    removed: ['x-a', 'x-gone'],
    appended: 'X-B: 2\r\nX-A: 1\r\n',
  }

  const map = editsOf({ set: { 'X-A': '1' }, add: { 'X-B': 2 }, remove: ['X-Gone'] })
  const list = editsOf({
    set: [{ key: 'X-A', value: '1' }],
    add: [{ key: 'X-B', value: 2 }],
    remove: [{ key: 'X-Gone' }],
  })

  assert.deepEqual({ removed: map.removed, appended: map.appended }, expected)
  assert.deepEqual({ removed: list.removed, appended: list.appended }, expected)
})

test('where stage and resource list it both act once, and the resource has the last word', () => {
  const resource = testResource({
    plugins: [{ type: 'header-rewrite', config: { set: { 'x-a': 'resource' }, remove: ['X-C'] } }],
  })
  const release = testRelease({
    plugins: [
      {
        type: 'header-rewrite',
        config: { set: { 'X-A': 'stage', 'X-B': 'stage', 'X-C': 'stage' } },
      },
    ],
  })
  const exchange = testExchange({ release, resource })
  const bound = (['resource', 'stage'] as const).map((level) => {
    const { config } = (level === 'stage' ? release : resource).plugins[0] ?? {}
    return headerRewrite.bind(config, { release, resource, level }, testServices())
  })

  for (const plugin of bound) void plugin?.onRequest?.(exchange)

  assert.equal(exchange.toBackend.header.appended, 'X-B: stage\r\nx-a: resource\r\n')
  assert.deepEqual(exchange.toBackend.header.removed, ['x-a', 'x-b', 'x-c'])
})

test('variables are filled from the request and cannot break out of their line', () => {
  const { appended } = editsOf(
    {
      set: { 'X-From': '$remote_addr via ${http_x_team}', 'X-Page': 'p$arg_page', 'X-Cash': '5$' },
    },
    { query: 'q=1&page=7%0d', headers: { 'x-team': 'caf\u00e9' } },
  )

  assert.equal(appended, 'X-From: 192.0.2.7 via caf%E9\r\nX-Page: p7%0d\r\nX-Cash: 5$\r\n')
})

test('the check names fields that are not ours to give away, bad values, twins and variables', () => {
  const problems = headerRewrite.check?.({
    set: [
      { key: 'X-Bkapi-JWT', value: 'forged' },
      { key: 'Host', value: 'other' },
      { key: 'X-A', value: 'a\nb' },
      { key: 'x-a', value: '$nonsense $http_cookie' },
    ],
    remove: [{ key: 'Content-Length' }],
  })

  assert.deepEqual(problems, [
    { path: 'set', message: 'X-Bkapi-JWT is written by the gateway itself' },
    { path: 'set', message: "Host is set by the backend's hostHeader, not here" },
    { path: 'set', message: 'a header value may hold printable ASCII, space and tab only' },
    { path: 'set', message: '$nonsense is not a variable known here' },
    { path: 'set', message: '$http_cookie is not a variable known here' },
    { path: 'remove', message: 'Content-Length is written by the gateway itself' },
    { path: 'set', message: 'x-a is named twice' },
  ])
})
