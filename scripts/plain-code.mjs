// `dist/` holds `src/` without its types. Node can run `src/` itself, but needs 0.14 s to load what strips
// types and as much again to do it, which is most of what a short command takes
// (docs/decisions/code-without-types.md).
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const plainFolder = join(root, 'dist')
/** What `dist/` was made of: each file with its seal. Written last. */
export const sourcesFile = join(plainFolder, 'sources.json')

/** Whether `dist/` was made of the files that are there now. */
export function isCurrent() {
  try {
    const sources = JSON.parse(readFileSync(sourcesFile, 'utf8'))
    for (const name in sources) if (sealOf(name) !== sources[name]) return false
    return true
  } catch {
    return false // not made, or a source has gone
  }
}

/** Size and second of change of a file, as one number: reading them all would cost what is saved. Whole
 *  seconds, as images and archives keep no more. Plain words: every command waits for 500 of these. */
export function sealOf(name) {
  const { size, mtimeMs } = statSync(`${root}/${name}`)
  return Math.trunc(mtimeMs / 1000) * 1e6 + size
}
