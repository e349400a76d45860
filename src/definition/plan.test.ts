import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type ControlState, emptyState } from './control-state.ts'
import { definitionOf, gatewayText } from './definition-under-test.ts'
import { planApply } from './plan.ts'
import { publicationOf } from './publication.ts'

const shop = (more: string, name = 'shop') =>
  gatewayText(`
    stages:
      - { name: test, backends: { default: { hosts: [{ url: http://t }] } } }
      - { name: prod, backends: { default: { hosts: [{ url: http://p }] } } }
    ${more}`).replace('name: shop', `name: ${name}`)
const oneResource = 'resources: [{ name: a, method: GET, path: /a }]'

function applied(...texts: string[]): ControlState {
  return texts.reduce((state, text) => planApply(state, definitionOf(text)).next, emptyState())
}

test('the first apply releases every stage as number 1', () => {
  const plan = planApply(emptyState(), definitionOf(shop(oneResource)))

  assert.deepEqual(plan.applied, ['gateways/shop'])
  assert.deepEqual(
    plan.releases.map(({ stage, number, changed }) => [stage, number, changed]),
    [
      ['test', 1, true],
      ['prod', 1, true],
    ],
  )
  assert.deepEqual(
    plan.changes.map(({ path, action }) => `${action} ${path}`),
    [
      'create gateways/shop',
      'create gateways/shop/backends/default',
      'create gateways/shop/stages/test',
      'create gateways/shop/stages/prod',
      'create gateways/shop/resources/a',
    ],
  )
})

test('only the stage that changes gets a release', () => {
  const before = applied(shop(oneResource))

  const plan = planApply(before, definitionOf(shop(oneResource).replace('http://p', 'http://q')))

  assert.deepEqual(
    plan.releases.map(({ stage, number, changed }) => [stage, number, changed]),
    [
      ['test', 1, false],
      ['prod', 2, true],
    ],
  )
  assert.deepEqual(plan.changes, [
    { kind: 'stage', path: 'gateways/shop/stages/prod', action: 'update' },
  ])
  assert.equal(plan.next.gateways[0]?.stages[0]?.release, before.gateways[0]?.stages[0]?.release)
})

test('a grant or an app changes the directory and no release', () => {
  const before = applied(shop(oneResource))
  const app = 'apps: [{ code: web, secret: s }]\n'

  const text = shop(`${oneResource}\n    grants: [{ app: web }]`).replace(
    'gateways:',
    `${app}gateways:`,
  )
  const plan = planApply(before, definitionOf(text))

  assert.deepEqual(
    plan.releases.map(({ number, changed }) => [number, changed]),
    [
      [1, false],
      [1, false],
    ],
  )
  assert.deepEqual(
    plan.changes.map(({ path, action }) => `${action} ${path}`),
    ['create apps/web', 'create gateways/shop/grants/web'],
  )
})

test('a file is the whole truth about its gateways and touches no others', () => {
  const before = applied(
    shop(oneResource),
    shop(oneResource, 'bank'),
    'version: 1\napps: [{ code: web, secret: s }]',
  )

  const plan = planApply(before, definitionOf(gatewayText('public: false')))

  assert.deepEqual(
    plan.changes.map(({ path, action }) => `${action} ${path}`),
    [
      'update gateways/shop',
      'delete gateways/shop/stages/test',
      'delete gateways/shop/stages/prod',
      'delete gateways/shop/resources/a',
    ],
  )
  assert.deepEqual(plan.next.gateways[0], before.gateways[0], 'the other gateway')
  assert.deepEqual(plan.next.apps, before.apps)
})

test('a stage that comes back counts on from its last release', () => {
  const state = applied(shop(oneResource), gatewayText('stages: []'), shop(oneResource))

  assert.deepEqual(
    state.gateways[0]?.stages.map(({ release }) => release.number),
    [2, 2],
  )
})

test('applying the same again changes nothing', () => {
  const part = fc.record({
    paths: fc.uniqueArray(fc.constantFrom('/a', '/b/{id}', '/c'), { maxLength: 3 }),
    host: fc.constantFrom('http://a', 'https://b/base'),
    isPublic: fc.boolean(),
    grants: fc.boolean(),
  })
  const textOf = ({
    paths,
    host,
    isPublic,
    grants,
  }: typeof part extends fc.Arbitrary<infer T> ? T : never) =>
    gatewayText(`
      public: ${isPublic}
      stages: [{ name: prod, backends: { default: { hosts: [{ url: "${host}" }] } } }]
      resources: [${paths.map((path, n) => `{ name: r${n}, method: GET, path: "${path}" }`).join(', ')}]
      grants: [${grants ? '{ app: web }' : ''}]`)
  fc.assert(
    fc.property(part, part, (first, second) => {
      const before = applied(textOf(first), textOf(second))
      const again = planApply(before, definitionOf(textOf(second)))

      assert.deepEqual(again.changes, [])
      assert.deepEqual(again.next, before)
      assert.ok(again.releases.every(({ changed }) => !changed))
    }),
    { numRuns: 50 },
  )
})

test('the state is plain JSON and comes back from disk the same', () => {
  const state = applied(shop(oneResource))
  const stored: ControlState = JSON.parse(JSON.stringify(state))

  assert.deepEqual(stored, state)
  assert.deepEqual(planApply(stored, definitionOf(shop(oneResource))).changes, [])
})

test('a grant that cannot work is a warning and not a failure', () => {
  const text = shop(`${oneResource}
    grants:
      - { app: nobody }
      - { app: web, expires: 2020-01-01 }`).replace(
    'gateways:',
    'apps: [{ code: web, secret: s }]\ngateways:',
  )

  const plan = planApply(emptyState(), definitionOf(text), Date.UTC(2026, 0, 1))

  assert.deepEqual(plan.warnings, [
    {
      path: 'gateways/shop/grants/nobody',
      message: 'there is no app "nobody", so its grant has no effect',
    },
    {
      path: 'gateways/shop/grants/web',
      message: 'this grant of "web" ended 2020-01-01T00:00:00.000Z',
    },
  ])
})

test('workers are told every release, apps and grants, and no secret', () => {
  const text = shop(`${oneResource}\n    grants: [{ app: web }]`).replace(
    'gateways:',
    'apps: [{ code: web, secret: pass-phrase, owner: team }]\ngateways:',
  )
  const key = { gateway: 'shop', kid: 'shop', privatePem: 'private', publicPem: 'public' }

  const publication = publicationOf(applied(text, shop(oneResource, 'bank')), [key], 7)

  assert.deepEqual(
    publication.releases.map(({ gateway, stage }) => `${gateway}/${stage}`),
    ['bank/test', 'bank/prod', 'shop/test', 'shop/prod'],
  )
  assert.deepEqual(Object.keys(publication.directory.apps[0] ?? {}), [
    'code',
    'secretHashes',
    'owner',
  ])
  assert.deepEqual(publication.directory.grants, [
    { app: 'web', gateway: 'shop', resources: null, expiresAtMs: null },
  ])
  assert.equal(publication.directory.version, 7)
  assert.doesNotMatch(JSON.stringify(publication), /pass-phrase/)
})
