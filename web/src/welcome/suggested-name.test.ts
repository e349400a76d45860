import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestedName } from './suggested-name.ts'

test('every address gives a name that a gateway may have', () => {
  const names = {
    'https://orders.example.com/v1': 'orders',
    'http://Order_Service:8080': 'order-service',
    'http://10.0.3.7': 'first-api',
    'http://[::1]:80': 'first-api',
    'http://localhost:3000': 'first-api',
    'http://7up.corp': 'first-api',
    'http://-': 'first-api',
    'not a URL': 'first-api',
  }
  for (const [url, name] of Object.entries(names)) {
    assert.equal(suggestedName(url), name)
    assert.match(suggestedName(url), /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/)
  }
})
