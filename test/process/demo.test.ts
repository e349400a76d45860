import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { temporaryFolder } from '../clean-up.ts'
import { faultline } from '../faultline-command.ts'
import { listeningPort } from '../program.ts'

for (const option of ['--listen', '--console']) {
  test(`a demo whose ${option} is no address says so, ends and leaves nothing behind`, async () => {
    const folder = temporaryFolder()

    const { code, stderr } = await faultline(['demo', option, 'nonsense'], { TMPDIR: folder })

    assert.equal(code, 2)
    assert.match(stderr, /"nonsense" is not HOST:PORT/)
    assert.deepEqual(readdirSync(folder), [])
  })

  test(`a demo whose ${option} is taken says so, ends and leaves nothing behind`, async (t) => {
    const folder = temporaryFolder()
    const other = createServer()
    const port = await listeningPort(other)
    t.after(() => other.close())

    const { code, stderr } = await faultline(['demo', option, `127.0.0.1:${port}`], {
      TMPDIR: folder,
    })

    assert.equal(code, 1)
    assert.match(stderr, new RegExp(`127\\.0\\.0\\.1:${port} is in use by another program`))
    assert.deepEqual(readdirSync(folder), [])
  })
}
