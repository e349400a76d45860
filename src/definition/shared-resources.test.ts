import assert from 'node:assert/strict'
import test from 'node:test'
import { emptyState } from './control-state.ts'
import { definitionOf } from './definition-under-test.ts'
import { planApply } from './plan.ts'

const text = (path: string): string => `
version: 1
gateways:
  - name: shop
    stages:
      - { name: a, variables: { v: one }, backends: { default: { hosts: [{ url: http://a }] } } }
      - { name: b, variables: { v: two }, backends: { default: { hosts: [{ url: http://b }] } } }
      - { name: c, variables: { v: two }, backends: { default: { hosts: [{ url: http://b }] } } }
    resources:
      - { name: same, method: GET, path: /same }
      - { name: other, method: GET, path: ${path} }
      - { name: by_stage, method: GET, path: /x, backend: { path: '/{env.v}' } }
`

test('what says the same is one object in all stages, and stays it from one apply to the next', () => {
  const first = planApply(emptyState(), definitionOf(text('/other')))
  const [before] = first.next.gateways
  const second = planApply(first.next, definitionOf(text('/elsewhere')))
  const [after] = second.next.gateways
  const place = (gateway: typeof after, stage: number, resource: number): unknown =>
    gateway?.stages[stage]?.release.resources[resource]

  assert.equal(place(before, 0, 0), place(before, 1, 0))
  assert.equal(place(before, 1, 2), place(before, 2, 2))
  assert.notEqual(place(before, 0, 2), place(before, 1, 2))
  assert.equal(place(after, 0, 0), place(before, 0, 0))
  assert.equal(place(after, 1, 2), place(before, 1, 2))
  assert.notEqual(place(after, 0, 1), place(before, 0, 1))
})
