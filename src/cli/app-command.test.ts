import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultline } from '../../test/faultline-command.ts'
import { managementServer } from '../../test/logs-command-under-test.ts'

test('the secret of a new application is alone on standard output; what is refused is one sentence', async (t) => {
  const { url, asked } = await managementServer(t, ({ pathname }) => {
    if (pathname === '/api/v1/apps') return { status: 201, body: {} }
    if (pathname === '/api/v1/apps/web/secrets') {
      return { status: 201, body: { id: '3f2a', secret: 'the-secret' } }
    }
    return { status: 409, body: { detail: 'The application has two secrets.' } }
  })

  const created = await faultline(['app', 'create', 'web', '--owner', 'ann', '--server', url])
  const refused = await faultline(['app', 'secret', 'other', '--server', url])

  assert.deepEqual(
    asked.map(({ pathname }) => pathname),
    ['/api/v1/apps', '/api/v1/apps/web/secrets', '/api/v1/apps/other/secrets'],
  )
  assert.equal(created.stdout, 'the-secret\n')
  assert.match(created.stderr, /secret 3f2a of web; nobody can show it again/)
  assert.doesNotMatch(created.stderr, /the-secret/)
  assert.deepEqual(refused, { code: 1, stdout: '', stderr: 'The application has two secrets.\n' })
})
