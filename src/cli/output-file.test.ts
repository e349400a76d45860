import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { OutputFile } from './output-file.ts'

test('what a server sent is written for its owner alone', (t) => {
  const path = join(temporaryFolder(t), 'answer')

  writeTo(path, 'a secret')

  assert.equal(readFileSync(path, 'utf8'), 'a secret')
  assert.equal(modeOf(path), 0o600)
})

test('a file that is there already keeps its mode', (t) => {
  const path = join(temporaryFolder(t), 'answer')
  writeFileSync(path, 'earlier')
  chmodSync(path, 0o640)

  writeTo(path, 'now')

  assert.equal(readFileSync(path, 'utf8'), 'now')
  assert.equal(modeOf(path), 0o640)
})

function writeTo(path: string, text: string): void {
  const file = new OutputFile('-o', path)
  file.write(Buffer.from(text))
  file.close()
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-output-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
