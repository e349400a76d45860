// Writes `dist/`: every file of `src/` but its tests, without types, and the packages that are joined. Line and
// column stay what they were, so a stack trace names the place in `src/`. Needs Node 24; set-up.mjs runs it.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { joinPackages } from './join-packages.mjs'
import { plainFolder, root, sealOf, sourcesFile } from './plain-code.mjs'

/** Which packages there are is in package.json, with their exact versions. */
const maker = ['join-packages', 'plain-code', 'strip-types'].map((name) => `scripts/${name}.mjs`)
const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name}`)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

const seals = Object.fromEntries(
  [...maker, 'package.json', ...names].map((name) => [name, settledSealOf(name)]),
)
rmSync(plainFolder, { recursive: true, force: true })
const joined = await joinPackages(join(plainFolder, 'packages'))
for (const name of names) {
  const file = join(plainFolder, name.slice('src/'.length).replace(/\.ts$/, '.js'))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, withJoined(withoutTypes(name), dirname(file)))
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

/** Imports of packages lead to their one file. */
function withJoined(text, folder) {
  return text.replaceAll(/\b(from |import\()'([\w@/-]+)'/g, (words, before, name) => {
    const file = joined.get(name)
    return file === undefined ? words : `${before}'./${relative(folder, file)}'`
  })
}

/** None for a file that may change again within the second of its time of change: it would look the same. */
function settledSealOf(name) {
  const isSettled = Date.now() - statSync(join(root, name)).mtimeMs > 2_000
  return isSettled ? sealOf(name) : 0
}
