import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '../model/release.ts'
import type { HashedContent } from './release-content.ts'
import { releaseDiff } from './release-diff.ts'

const none = { added: [], removed: [], changed: [] }

function content(resources: readonly Resource[], more: Partial<HashedContent> = {}): HashedContent {
  return {
    maintainers: ['a'],
    variables: {},
    credentials: ['bkapi'],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [],
    plugins: [],
    resources,
    ...more,
  }
}

function resource(name: string, more: Partial<Resource> = {}): Resource {
  return {
    name,
    method: 'GET',
    path: `/${name}`,
    matchSubpath: false,
    websocket: false,
    auth: { app: true, user: false, permission: true },
    backend: { name: 'default', method: 'GET', path: `/${name}` },
    timeoutMs: {},
    bodyLimitBytes: null,
    plugins: [],
    ...more,
  }
}

const limit = (tokens: number) => ({
  type: 'rate-limit',
  config: { rates: { __default: [{ tokens }] } },
})

test('resources that came and went are named, and of one that changed each field', () => {
  const before = content([resource('a'), resource('b'), resource('c', { plugins: [limit(10)] })])
  const after = content([
    resource('new'),
    resource('b', { method: 'POST', timeoutMs: { idle: 5 } }),
    resource('c', { plugins: [{ type: 'cors', config: {} }, limit(20)] }),
  ])

  assert.deepEqual(releaseDiff(before, after).resources, {
    added: ['new'],
    removed: ['a'],
    changed: [
      {
        name: 'b',
        fields: [
          { field: 'method', before: 'GET', after: 'POST' },
          { field: 'timeoutMs.idle', before: undefined, after: 5 },
        ],
      },
      {
        name: 'c',
        fields: [
          {
            field: 'plugins.rate-limit.config.rates.__default',
            before: [{ tokens: 10 }],
            after: [{ tokens: 20 }],
          },
          { field: 'plugins.cors', before: undefined, after: { type: 'cors', config: {} } },
        ],
      },
    ],
  })
})

test('settings and plugins of the stage are told apart, and the same is no difference', () => {
  const before = content([], { variables: { region: 'eu' }, plugins: [limit(1)] })
  const after = content([], { variables: { region: 'us' }, plugins: [limit(1)], passCookies: true })

  assert.deepEqual(releaseDiff(before, after), {
    resources: none,
    backends: none,
    plugins: none,
    settings: [
      { field: 'variables.region', before: 'eu', after: 'us' },
      { field: 'passCookies', before: false, after: true },
    ],
  })
  assert.deepEqual(releaseDiff(before, { ...before }).settings, [])
})

test('plugins in another order change the list as a whole, and one that is listed twice is counted', () => {
  const twice = [limit(1), limit(2)]
  const cors = { type: 'cors', config: {} }
  const changedFrom = (plugins: Resource['plugins'], now: Resource['plugins']): unknown =>
    releaseDiff(content([resource('a', { plugins })]), content([resource('a', { plugins: now })]))
      .resources.changed[0]?.fields

  assert.deepEqual(changedFrom([cors, limit(1)], [limit(1), cors]), [
    { field: 'plugins', before: [cors, limit(1)], after: [limit(1), cors] },
  ])
  assert.deepEqual(changedFrom([limit(1)], twice), [
    { field: 'plugins.rate-limit#2', before: undefined, after: limit(2) },
  ])
})
