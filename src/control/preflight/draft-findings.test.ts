import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyState, type StoredGateway } from '../../definition/control-state.ts'
import { definitionOf } from '../../definition/definition-under-test.ts'
import type { Part, PartPath } from '../../definition/document-parts.ts'
import { planApply } from '../../definition/plan.ts'
import type { Grant } from '../../model/release.ts'
import { type Draft, editedGateway } from '../drafts/draft.ts'
import { draftFindings } from './draft-findings.ts'

/** What a draft would do to permissions, given by files or by people. */
const nowMs = Date.parse('2026-12-01T00:00:00Z')
const order = { name: 'get_order', method: 'GET', path: '/orders' }
const ping = { name: 'ping', method: 'GET', path: '/ping' }

test('what becomes of a resource is no news to who had a permission for it that is over', () => {
  const grants = [
    grantOf('lasting', nowMs + 1),
    grantOf('forever', null),
    grantOf('over', nowMs),
    grantOf('long-over', 0),
  ]

  const broken = aboutGrants(shopWith(order, ping), { 'resources/get_order': null }, grants)
  const revived = aboutGrants(shopWith(ping), { 'resources/get_order': order }, grants)

  assert.deepEqual(broken, ['grant_breaks grants/lasting', 'grant_breaks grants/forever'])
  assert.deepEqual(revived, ['grant_revives grants/lasting', 'grant_revives grants/forever'])
})

test('a name that another stage serves still was never gone: making its resource anew revives nothing', () => {
  const prod = shopWith(ping)
  const stages = [
    ...prod.stages,
    ...shopWith(order, ping).stages.map((stage) => ({ ...stage, name: 'test' })),
  ]

  const findings = aboutGrants({ ...prod, stages }, { 'resources/get_order': order }, [
    grantOf('web', null),
  ])

  assert.deepEqual(findings, [])
})

test('a resource that is only changed, and a permission for the whole gateway, revive nothing', () => {
  const changed = { ...order, path: '/other' }
  const whole = { ...grantOf('all', null), resources: null }

  const ofChange = aboutGrants(shopWith(order), { 'resources/get_order': changed }, [
    grantOf('web', null),
  ])
  const ofWhole = aboutGrants(shopWith(ping), { 'resources/get_order': order }, [whole])

  assert.deepEqual([ofChange, ofWhole], [[], []])
})

function grantOf(app: string, expiresAtMs: number | null): Grant {
  return { app, gateway: 'shop', resources: ['get_order', 'get_order'], expiresAtMs }
}

function shopWith(...resources: readonly object[]): StoredGateway {
  const hosts = [{ url: 'http://127.0.0.1:9' }]
  const stages = [{ name: 'prod', backends: { default: { hosts } } }]
  const gateway = { name: 'shop', stages, resources }
  const definition = definitionOf(JSON.stringify({ version: 1, gateways: [gateway] }))
  const [stored] = planApply(emptyState(), definition, 0).next.gateways
  assert.ok(stored !== undefined)
  return stored
}

function aboutGrants(
  stored: StoredGateway,
  parts: Readonly<Record<PartPath, Part | null>>,
  grants: readonly Grant[],
): string[] {
  const changed = Object.entries(parts).map(([path, body]) => {
    const base = ''
    return [path as PartPath, { body, base, place: 0, size: 0 }] as const // keys of the parameter
  })
  const times = { begunAtMs: 0, editedAtMs: 0, editedBy: '' }
  const draft: Draft = { revision: 1, ...times, parts: new Map(changed) }
  return draftFindings(editedGateway(stored, draft), 'prod', [], grants, nowMs)
    .filter(({ key }) => key.startsWith('grant_'))
    .map(({ key, path }) => `${key} ${path}`)
}
