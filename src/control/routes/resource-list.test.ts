import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyState } from '../../definition/control-state.ts'
import { definitionOf } from '../../definition/definition-under-test.ts'
import { planApply } from '../../definition/plan.ts'
import { editedGateway } from '../drafts/draft.ts'
import { resourceList } from './resource-list.ts'

test('each resource says how many problems it has, however many there are before it', () => {
  const definition = definitionOf('version: 1\ngateways: [{ name: shop }]\n')
  const [shop] = planApply(emptyState(), definition, 0).next.gateways
  assert.ok(shop !== undefined)
  const resources = Array.from({ length: 600 }, (_, at) => ({
    name: `r${1_000 + at}`,
    method: 'GET',
    path: `/r${at}`,
    backend: { name: 'gone' }, // as after its backend was taken out of the draft
  }))
  const edited = editedGateway({ ...shop, written: { name: 'shop', resources } }, undefined)

  const { items } = resourceList(edited, 'draft', { search: 'r15', limit: 100 }, [])

  const counts = (items as { readonly problems: number }[]).map(({ problems }) => problems)
  assert.deepEqual(
    counts,
    Array.from({ length: 100 }, () => 1),
  )
})
