import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparedWithoutSecrets, withoutSecrets } from './without-secrets.ts'

test('what a name, a look or a plugin makes a secret is hidden, and the rest is shown', () => {
  const shown = withoutSecrets({
    code: 'demo-app',
    secretHashes: ['a1', 'b2'],
    variables: { region: 'eu', api_token: 'x' },
    plugins: [
      { type: 'header-rewrite', config: { set: { 'X-Any': 'x' }, remove: ['X-Old'] } },
      { type: 'header-rewrite', config: { add: [{ key: 'X-Any', value: 'x' }] } },
      { type: 'mock', config: { response_headers: [{ key: 'Set-Cookie', value: 'x' }] } },
    ],
    userAuth: { tokenUrl: 'https://user:pass@sso.example.com/check' },
    weight: 100,
  })

  assert.deepEqual(shown, {
    code: 'demo-app',
    secrets: 2,
    variables: { region: 'eu', api_token: '***' },
    plugins: [
      { type: 'header-rewrite', config: { set: { 'X-Any': '***' }, remove: ['X-Old'] } },
      { type: 'header-rewrite', config: { add: [{ key: 'X-Any', value: '***' }] } },
      { type: 'mock', config: { response_headers: [{ key: 'Set-Cookie', value: '***' }] } },
    ],
    userAuth: { tokenUrl: 'https://***@sso.example.com/check' },
    weight: 100,
  })
})

test('hidden values that differ still differ where they are compared, and are not shown there', () => {
  const [one, other] = [{ api_token: 'first' }, { api_token: 'second' }]
  const differ = (parts: readonly object[]): unknown => ({
    differ: JSON.stringify(parts[0]) !== JSON.stringify(parts[1]),
    parts,
  })

  const changed = comparedWithoutSecrets([one, other], differ)
  const same = comparedWithoutSecrets([one, { ...one }], differ)

  const parts = [{ api_token: '***' }, { api_token: '***' }]
  assert.deepEqual(changed, { differ: true, parts })
  assert.deepEqual(same, { differ: false, parts })
})
