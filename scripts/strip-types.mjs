// Writes `dist/`: every file of `src/` but its tests, without types. Line and column stay what they were,
// so a stack trace names the place in `src/`. Needs Node 24; set-up.mjs runs it.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { plainFolder, root, sealOf, sourcesFile } from './plain-code.mjs'

const maker = ['scripts/plain-code.mjs', 'scripts/strip-types.mjs']
const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name}`)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

const seals = Object.fromEntries([...maker, ...names].map((name) => [name, settledSealOf(name)]))
rmSync(plainFolder, { recursive: true, force: true })
for (const name of names) {
  const file = join(plainFolder, name.slice('src/'.length).replace(/\.ts$/, '.js'))
  mkdirSync(dirname(file), { recursive: true, encoding: 'utf8' })
  writeFileSync(file, withoutTypes(name))
}
writeFileSync(sourcesFile, JSON.stringify(seals))

/** A string that ends in `.ts` names a file: an import, or the file of a thread. What is in `src/` is now
 *  a `.js` beside it; the demo in `examples/` stays where it is. */
function withoutTypes(name) {
  const text = readFileSync(join(root, name), 'utf8')
  return stripTypeScriptTypes(text, { sourceUrl: name }).replaceAll(
    /'([\w./-]+)\.ts'/g,
    (literal, path) => (join(dirname(name), path).startsWith('src/') ? `'${path}.js'` : literal),
  )
}

/** None for a file that may change again within the second of its time of change: it would look the same. */
function settledSealOf(name) {
  const isSettled = Date.now() - statSync(join(root, name)).mtimeMs > 2_000
  return isSettled ? sealOf(name) : 0
}
