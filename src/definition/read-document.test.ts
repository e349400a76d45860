import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { allPlugins } from '../plugins/all-plugins.ts'
import type { Written } from './definition.ts'
import { type Part, partPath, withParts } from './document-parts.ts'
import { readDefinitions } from './read-definition.ts'
import { readDocument } from './read-document.ts'
import { releaseDiff } from './release-diff.ts'
import { stageDifference } from './stage-difference.ts'
import { releaseHash } from './release-content.ts'

/** A document that is edited part by part is read as a file with the same text would be. */
const some = <Value>(values: readonly Value[]) => fc.constantFrom(...values)

const resource = fc.record({
  name: some(['a', 'b', 'get_a', 'getA', 'c']),
  method: some(['GET', 'POST', 'ANY']),
  path: some(['/a', '/a/{id}', '/a/{other}', '/b', 'b', '/c/{id}/']),
  auth: some([{}, { app: false }, { app: false, permission: true }]),
  backend: some([
    {},
    { name: 'orders' },
    { name: 'nowhere' },
    { path: '/x/{id}' },
    { path: '/{env.region}/x' },
    { path: '/$${literal}' },
  ]),
  plugins: some([
    [],
    [{ type: 'rate-limit', config: { default: [{ limit: 1, periodSeconds: 60 }] } }],
    [{ type: 'nothing' }],
    [{ type: 'cors' }, { type: 'bk-cors' }],
  ]),
})

const stage = fc.record({
  name: some(['prod', 'test', '1']),
  variables: some([{}, { region: 'eu' }, { region: '../x' }, { region: '' }]),
  backends: some([
    {},
    { default: { hosts: [{ url: 'http://a' }] } },
    {
      default: { hosts: [{ url: 'http://{env.region}' }] },
      orders: { hosts: [{ url: 'http://b' }] },
    },
    { default: { hosts: [] } },
    { strange: { hosts: [{ url: 'http://a' }, { url: 'http://a' }] } },
  ]),
})

const document = fc.record({
  name: fc.constant('shop'),
  backends: some([[{ name: 'default' }], [{ name: 'default' }, { name: 'orders' }]]),
  stages: fc.uniqueArray(stage, { maxLength: 2, selector: ({ name }) => name }),
  resources: fc.uniqueArray(resource, { maxLength: 4, selector: ({ name }) => name }),
})

/** As a file; `problems` without their places, which differ. */
function asFile(gateway: Written) {
  const text = JSON.stringify({ version: 1, gateways: [gateway] })
  const options = { expand: undefined, readFile: undefined, plugins: allPlugins }
  return readDefinitions([{ file: 'f', text }], options)
}

test('a document has problems where a file has, and is the same gateway where it has none', () => {
  fc.assert(
    fc.property(document, (gateway) => {
      const read = asFile(gateway)
      const reading = readDocument(gateway, allPlugins)

      if (!read.ok) {
        assert.equal(reading.problems.length, read.problems.length, JSON.stringify(read.problems))
        return
      }
      assert.deepEqual(reading.problems, [])
      const [expected] = read.definition.gateways
      const { stages = [], written: _written, ...rest } = { ...expected }
      const { written: _same, ...shared } = { ...reading.gateway }
      assert.deepEqual(shared, rest)
      for (const one of stages) assert.deepEqual(reading.stage(one.name), one)
    }),
    { numRuns: 150 },
  )
})

test('what was found right before an edit is found right after it, and what was wrong stays wrong', () => {
  fc.assert(
    fc.property(document, resource, (gateway, edited) => {
      readDocument(gateway, allPlugins)
      const part: Part = edited
      const changed = withParts(gateway, new Map([[partPath('resources', edited.name), part]]))

      const again = readDocument(changed, allPlugins)
      const anew = readDocument(structuredClone(changed), allPlugins)

      assert.deepEqual(again.problems, anew.problems)
    }),
    { numRuns: 100 },
  )
})

test('the quick difference of a stage is there where the diff of its releases says something', () => {
  fc.assert(
    fc.property(document, resource, (gateway, edited) => {
      const changed = withParts(gateway, new Map([[partPath('resources', edited.name), edited]]))
      for (const { name } of gateway.stages) {
        const before = readDocument(gateway, allPlugins).stage(name)?.content
        const after = readDocument(changed, allPlugins).stage(name)?.content
        if (before === undefined || after === undefined) continue
        const live = { ...before, number: 1, hash: releaseHash(before) }

        const quick = stageDifference(live, after)

        const { maintainers: _one, gateway: _g, stage: _s, ...old } = before
        const { maintainers: _two, gateway: _h, stage: _t, ...now } = after
        const whole = releaseDiff(old, now)
        const nothing = releaseDiff({}, {})
        assert.deepEqual(releaseDiff(quick?.before ?? {}, quick?.after ?? {}), whole)
        assert.equal(quick === undefined, JSON.stringify(whole) === JSON.stringify(nothing))
      }
    }),
    { numRuns: 100 },
  )
})

test('a problem of what is no part is told with its whole place', () => {
  const contacts = [
    { name: 'Ann', link: 'https://a.example' },
    { name: 'Bob', link: 'javascript:alert(1)' },
  ]
  const maintainers = ['ann', 7]

  const { problems } = readDocument({ name: 'shop', contacts, maintainers }, allPlugins)

  assert.deepEqual(
    problems.map(({ part, path }) => [part, path]),
    [
      ['', 'maintainers[1]'],
      ['', 'contacts[1].link'],
    ],
  )
})

test('of very many problems not all are told, and every part that has some is known', () => {
  const resources = Array.from({ length: 600 }, (_, at) => ({
    name: `r${at}`,
    method: 'GET',
    path: `/r${at}`,
    backend: { name: 'gone' },
    ...(at === 599 ? { plugins: [{ type: 'nothing' }] } : {}),
  }))

  const { problems, counts } = readDocument({ name: 'shop', resources }, allPlugins)

  assert.deepEqual([counts.get('resources/r598'), counts.get('resources/r599')], [1, 2])
  assert.equal(problems.length, 600, 'beyond 500 the first of each part')
})

test('what is wrong with a stage is found after any number of problems of another', () => {
  const variables = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`v${at}`, at]))
  const hosts = [{ url: 'http://a' }]
  const backends = { default: { hosts } }
  const stages = [
    { name: 'test', variables, backends },
    { name: 'prod', variables: { region: 1 }, backends },
    { name: 'next', backends },
  ]

  const reading = readDocument({ name: 'shop', stages, resources: [] }, allPlugins)

  assert.equal(reading.problems.filter(({ part }) => part === 'stages/prod').length, 1)
  assert.equal(reading.stage('prod'), undefined)
  assert.notEqual(reading.stage('next'), undefined)
})
