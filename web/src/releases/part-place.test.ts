import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, placeOfFinding } from './part-place.ts'

test('a problem leads to the page on which it is solved', () => {
  const places = {
    'stages/dev variables.region': '/gateways/shop/stages/dev/variables',
    'stages/dev backends.default': '/gateways/shop/stages/dev?backend=default',
    'stages/dev/backends/pay': '/gateways/shop/stages/dev?backend=pay',
    'stages/dev plugins[0].config': '/gateways/shop/stages/dev/plugins',
    'stages/dev': '/gateways/shop/stages/dev',
    'backends/default': '/gateways/shop/backends',
    'resources/get_order backend.name': '/gateways/shop/resources/get_order',
    'settings/userAuth': '',
    '': '',
  }
  for (const [path, place] of Object.entries(places)) assert.equal(placeOf('shop', path), place)
})

test('a conflict leads to the draft, where it is settled', () => {
  assert.equal(placeOfFinding('shop', 'draft_outdated', 'stages/prod'), '/gateways/shop/draft')
  assert.equal(placeOfFinding('shop', 'unusual', 'stages/prod'), '/gateways/shop/stages/prod')
})
