// Brings a bare checkout to the point where everything runs: npm packages (Node 24 among them).
// Runs under whatever Node the machine has (20 or newer), so it uses nothing newer.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = join(root, 'node_modules', '.faultline-lock')
const lockHash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(`Faultline needs Node 20 or newer to install itself; this is ${process.version}. Install Node 20 LTS or newer and run the command again.`)
  process.exit(1)
}
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== lockHash) install()

function install() {
  console.error('faultline: installing npm packages (once) ...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    console.error('faultline: "npm ci" failed. Check that the npm registry can be reached, then run the command again.')
    process.exit(done.status ?? 1)
  }
  writeFileSync(stampFile, lockHash)
}
