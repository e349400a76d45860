import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url))

function errors(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [mainFile, 'errors', ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', LANG: 'C', LC_ALL: '', LC_MESSAGES: '', ...environment },
  })
}

test('a pasted message prints its entry: who acts, why, what to do, what a caller sees', () => {
  const { stdout, status } = errors(['Bad Gateway [upstream_error="connection refused"]'])

  assert.equal(status, 0)
  assert.match(stdout, /^ {2}backend_refused {2}HTTP 502 {2}1650200 BAD_GATEWAY$/m)
  assert.match(stdout, /Owners of the backend\n {6}Start the backend/)
  assert.match(stdout, /^ {4}Link: <[^>]+\/errors\/backend_refused>; rel="help"$/m)
  assert.match(stdout, /^ {4}backend_connect_timeout {2,}The backend's address did not answer/m)
})

test('the language is that of the terminal, unless another is asked for', () => {
  assert.match(errors(['app_missing'], { LANG: 'zh_CN.UTF-8' }).stdout, /资源要求应用身份/)
  assert.match(
    errors(['app_missing', '--lang', 'en'], { LANG: 'zh_CN.UTF-8' }).stdout,
    /needs an application identity/,
  )
})

test('what finds nothing is told what it may have meant, with exit code 1', () => {
  const { stdout, stderr, status } = errors(['permision_expired'])

  assert.equal(status, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /matches "permision_expired"\. Did you mean "permission_expired"/)
})

test('--json prints one entry for its key, and a list for everything else', () => {
  const one = JSON.parse(errors(['backend_refused', '--json']).stdout)
  const list = JSON.parse(errors(['16504', '--json']).stdout)

  assert.equal(one.key, 'backend_refused')
  assert.ok(list.items.length > 3)
  assert.equal(list.next, null)
})
