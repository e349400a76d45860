import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

function verdictOf(asked: string, location: string, more = ''): string {
  const { host, pathname, search } = new URL(asked)
  const lines = location === '' ? '' : `< Location: ${location}\n`
  const text = `* Connected to ${host} (192.0.2.1) port 80 (#0)\n> GET ${pathname}${search} HTTP/1.1\n> Host: ${host}\n> \n< HTTP/1.1 302 Found\n${lines}${more}< Content-Length: 0\n< \n`
  const { key, fault, certainty } = diagnoseText(text).verdict
  return `${key} ${fault} ${certainty}`
}

test('a redirect to the very address that was asked for is no success', () => {
  const loop = 'call_too_many_redirects unsure possible'

  assert.equal(verdictOf('http://shop.test/dir', 'http://shop.test/dir'), loop)
  assert.equal(verdictOf('http://shop.test/dir', '/dir'), loop)
})

test('a redirect that changes something, or sets a cookie to come back with, is one', () => {
  const others = [
    verdictOf('http://shop.test/dir', 'http://shop.test/dir/'),
    verdictOf('http://shop.test/dir?a=1', 'http://shop.test/dir'),
    verdictOf('http://shop.test/dir', '/dir', '< Set-Cookie: seen=1\n'),
  ]

  for (const said of others) assert.match(said, /^redirected none/)
})

test('a redirect without a Location is told, but not where hardly any of the header is shown', () => {
  const date = '< Date: Mon, 30 Nov 2026 10:00:00 GMT\n'
  assert.equal(verdictOf('http://shop.test/dir', '', date), 'redirected unsure possible')
  assert.match(verdictOf('http://shop.test/dir', ''), /^redirected none/)
})

test('what was asked for is not said to be http where the text does not show it', () => {
  const text = 'HTTP/2 301\nserver: nginx\nlocation: https://shop.test/dir\ncontent-length: 0\n\n'
  const { certainty, summary } = diagnoseText(
    `> GET /dir HTTP/2\n> Host: shop.test\n> \n${text}`,
  ).verdict

  assert.notEqual(certainty, 'likely')
  assert.doesNotMatch(summary, /sends http:\/\//)
})
