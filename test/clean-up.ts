import { rm } from 'node:fs/promises'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whoever starts something hands it to its owner, who stops it: a test's `t` for one test, or
 *  `{ after }` of node:test for all tests of a file. */
export interface Owner {
  after(stop: () => void | Promise<void>): void
}

/** A folder of its own that is gone after the test. */
export function temporaryFolder(owner: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-test-'))
  owner.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
