import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeFrom, safePlace, signInFrom } from './next-place.ts'

test('after signing in one gets to the page that was asked for, with what was chosen on it', () => {
  assert.equal(safePlace('/flow-log?query=status%3A503#here'), '/flow-log?query=status%3A503#here')
  assert.equal(safePlace('/r/0198c2f4'), '/r/0198c2f4')
})

test('what opens a link stays behind a # on the way through the sign-in page, so that it gets into no log', () => {
  const { search, hash } = signInFrom('/shared-record?lang=zh#flr_secret')

  assert.deepEqual(search, { next: '/shared-record?lang=zh' })
  assert.equal(placeFrom(search.next, hash), '/shared-record?lang=zh#flr_secret')
  assert.deepEqual(signInFrom('/audit?kind=user'), {
    search: { next: '/audit?kind=user' },
    hash: '',
  })
  assert.equal(placeFrom('', 'content'), '')
})

test('no address leads away from this console after signing in', () => {
  const others = [
    'https://evil.example',
    '//evil.example/x',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    '/api/v1/sign-in/oidc',
    '/sign-in?next=/sign-in',
    '',
    undefined,
    ['/overview'],
  ]
  for (const place of others) assert.equal(safePlace(place), '', String(place))
})
