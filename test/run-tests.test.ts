import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from './clean-up.ts'

test('a test file that never ends is ended, and said to have failed', () => {
  const file = join(temporaryFolder(), 'stuck.test.mjs')
  // neither a timer nor a signal that is waited for reaches it
  writeFileSync(file, 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)')
  const { NODE_TEST_CONTEXT: _within, ...environment } = process.env

  const { status, stdout } = spawnSync(process.execPath, ['scripts/run-tests.mjs', file], {
    encoding: 'utf8',
    env: { ...environment, FAULTLINE_TEST_FILE_LIMIT_MS: '300' },
    timeout: 60_000,
  })

  assert.match(stdout, /^failed: {2}\S*stuck\.test\.mjs did not end within 0\.3 s/m)
  assert.match(stdout, /\n0 passed, 1 failed, 0 skipped\n$/)
  assert.equal(status, 1)
})
