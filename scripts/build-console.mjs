// Builds `web/dist/`, the console, where what it is made of has changed since. set-up.mjs runs it.
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './plain-code.mjs'

const stampFile = join(root, 'web', 'dist', 'made-of')
const madeOf = sealOfSources()
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== madeOf) build()

function build() {
  console.error('faultline: building the console ...')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const words = [vite, 'build', '--logLevel', 'error', '-c', 'web/vite.config.ts', 'web']
  const done = spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    console.error('faultline: the console could not be built; the lines above tell why.')
    process.exit(1)
  }
  writeFileSync(stampFile, madeOf)
}

/** Of everything that can change the build. 500 small files: 20 ms. */
function sealOfSources() {
  const hash = createHash('sha256')
  for (const folder of ['web', 'src/diagnosis', 'src/model']) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    for (const name of names.toSorted()) {
      if (name.startsWith('dist') || !/\.(tsx?|css|html|svg|json)$/.test(name)) continue
      if (name.endsWith('.test.ts')) continue
      hash.update(name).update(readFileSync(join(root, folder, name)))
    }
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
}
