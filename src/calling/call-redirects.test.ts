import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextRequest } from './call-redirects.ts'
import type { CallRequest, Field } from './call-request.ts'

const secretFields: readonly Field[] = [
  ['Accept', '*/*'],
  ['Authorization', 'Bearer abc'],
  ['Cookie', 'a=b'],
  ['X-Bkapi-Authorization', '{}'],
  ['X-API-Key', 'k'],
  ['Content-Type', 'text/plain'],
]

function post(url: string, fields: readonly Field[] = secretFields): CallRequest {
  return { method: 'POST', url: new URL(url), fields, body: Buffer.from('x') }
}

function redirect(status: number, location: string): { status: number; headers: readonly Field[] } {
  return { status, headers: [['Location', location]] }
}

test('301 and 302 turn POST into GET without its body, 303 does so always, 307 and 308 keep both', () => {
  const after = (status: number, method: string): string => {
    const request = { ...post('http://a.test/'), method }
    const next = nextRequest(request, redirect(status, '/next')).request
    return `${next?.method} ${next?.body?.toString() ?? 'no body'} ${next?.fields.some(([name]) => name === 'Content-Type')}`
  }

  for (const status of [301, 302, 303]) assert.equal(after(status, 'POST'), 'GET no body false')
  assert.equal(after(303, 'PUT'), 'GET no body false')
  assert.equal(after(301, 'PUT'), 'PUT x true')
  assert.equal(after(303, 'HEAD'), 'HEAD x true')
  for (const status of [307, 308]) assert.equal(after(status, 'POST'), 'POST x true')
})

test('a changed method is told', () => {
  const { notes } = nextRequest(post('http://a.test/'), redirect(302, '/next'))

  assert.match(notes.join('\n'), /302 turned POST into GET/)
})

test('credentials are not sent on to another host, port or scheme, and the hop says so', () => {
  for (const location of ['http://b.test/', 'http://a.test:81/', 'https://a.test/']) {
    const { request, notes } = nextRequest(post('http://a.test/'), redirect(307, location))

    assert.deepEqual(
      request?.fields.map(([name]) => name),
      ['Accept', 'Content-Type'],
      location,
    )
    assert.match(
      notes.join('\n'),
      /not sent on to .*: Authorization, Cookie, X-Bkapi-Authorization, X-API-Key[\s\S]*the body is sent on/,
    )
  }
})

test('credentials stay within an origin', () => {
  const { request, notes } = nextRequest(post('http://a.test/x'), redirect(307, '//a.test/y'))

  assert.equal(request?.fields.length, secretFields.length)
  assert.deepEqual(notes, [])
})

test('a Host of its own is for the first address only', () => {
  const fields: readonly Field[] = [['Host', 'shop.test']]

  const { request } = nextRequest(post('http://a.test/', fields), redirect(307, 'http://b.test/'))

  assert.deepEqual(request?.fields, [])
})

test('from https to http is followed with a warning', () => {
  const { request, notes } = nextRequest(post('https://a.test/'), redirect(307, 'http://a.test/'))

  assert.equal(request?.url.href, 'http://a.test/')
  assert.match(notes.join('\n'), /from https to http/)
})

test('Location is relative to the address called, and a fragment stays', () => {
  const next = nextRequest(post('http://a.test/x/y?q=1#part'), redirect(302, '../z?r=2'))

  assert.equal(next.request?.url.href, 'http://a.test/z?r=2#part')
})

test('user and password in a Location are not used', () => {
  const { request, notes } = nextRequest(
    post('http://a.test/'),
    redirect(302, 'http://user:word@a.test/'),
  )

  assert.equal(request?.url.href, 'http://a.test/')
  assert.match(notes.join('\n'), /not used/)
})

test('what is neither http nor https, or no address at all, is not followed', () => {
  for (const location of ['ftp://a.test/', 'file:///etc/passwd', 'http://a b/', 'javascript:1']) {
    const { request, notes } = nextRequest(post('http://a.test/'), redirect(302, location))

    assert.equal(request, undefined, location)
    assert.equal(notes.length, 1, location)
  }
})

test('304, 300 and a redirect without Location are answers like any other', () => {
  assert.equal(nextRequest(post('http://a.test/'), redirect(304, '/x')).request, undefined)
  assert.equal(nextRequest(post('http://a.test/'), redirect(300, '/x')).request, undefined)
  assert.equal(nextRequest(post('http://a.test/'), { status: 302, headers: [] }).request, undefined)
})
