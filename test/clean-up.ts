import { mkdtempSync, rmSync } from 'node:fs'
import { after } from 'node:test'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whoever starts something hands it to its owner, who stops it: the `t` of one test, or what
 *  `ownerOfAll` gives for all tests of a file or suite. */
export interface Owner {
  after(stop: () => void | Promise<void>): void
}

/** Called in the body of a file or suite, not in a hook: what is registered inside a `before` hook
 *  would be stopped at the end of that hook. Stops in reverse order. */
export function ownerOfAll(): Owner {
  const stops: (() => void | Promise<void>)[] = []
  after(async () => {
    for (const stop of stops.toReversed()) await stop()
  })
  return { after: (stop) => void stops.push(stop) }
}

const folders: string[] = []
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own. It is removed when the test's process ends: by then every program that writes
 *  into it has been stopped. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-test-'))
  folders.push(folder)
  return folder
}
