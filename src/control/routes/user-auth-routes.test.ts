import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftsUnderTest } from '../drafts/drafts-under-test.ts'

test('how users prove themselves is made, read, changed and taken away in the draft', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop', maintainers: ['ann'] })
  const path = '/gateways/shop/user-auth'
  const login = { tokenUrl: 'https://login.example.com/is_login', algorithms: ['RS256'] }

  const before = await api.ask('GET', path)
  const nothing = await api.ask('PATCH', path, { timeoutMs: 2_000 }, { 'if-match': '*' })
  const wrong = await api.ask('PUT', path, { tokenUrl: 'login' })
  const made = await api.ask('PUT', path, login)
  const read = await api.ask('GET', path)
  const again = await api.ask('PUT', path, login)
  const match = { 'if-match': made.etag }
  const changed = await api.ask('PATCH', path, { timeoutMs: 2_000 }, match)
  const late = await api.ask('PATCH', path, { timeoutMs: 3_000 }, match)
  const gone = await api.ask('DELETE', path, undefined, { 'if-match': changed.etag })
  const after = await api.ask('GET', path)

  const statuses = [before, nothing, wrong, made, read, again, changed, late, gone, after].map(
    ({ status }) => status,
  )
  assert.deepEqual(statuses, [404, 404, 422, 200, 200, 428, 200, 412, 204, 404], made.text)
  assert.deepEqual(read.body, {
    definition: login,
    change: 'create',
    conflict: false,
    problems: [],
  })
  assert.equal(read.etag, made.etag)
  assert.deepEqual(changed.body['definition'], { ...login, timeoutMs: 2_000 })
})
