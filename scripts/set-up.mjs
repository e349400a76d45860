// Brings a bare checkout to the point where everything runs: npm packages (Node 24 among them) and,
// with `--test`, the servers that the tests put behind the gateway (Debian packages, where it may).
// Runs under whatever Node the machine has (20 or newer), so it uses nothing newer.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isCurrent, root } from './plain-code.mjs'

const stampFile = join(root, 'node_modules', '.faultline-lock')
const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(
    `Faultline needs Node 20 or newer to install itself; this is ${process.version}. Install Node 20 LTS or newer and run the command again.`,
  )
  process.exit(1)
}
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== lockHash) installNpmPackages()
if (!isCurrent()) makePlainCode()
buildConsole()
if (process.argv.includes('--test')) installTestPrograms()

function installNpmPackages() {
  console.error('faultline: installing npm packages (once) ...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) {
    console.error(
      'faultline: "npm ci" failed. Check that the npm registry can be reached, then run the command again.',
    )
    process.exit(done.status ?? 1)
  }
  writeFileSync(stampFile, lockHash)
}

/** So that the first `faultline why` answers as fast as any other, whoever asks it: Node keeps what it
 *  compiled for one user only. Nothing depends on it: where it fails, it says why, and commands run from `src/`. */
function makePlainCode() {
  const own = join(root, 'node_modules', '.bin', 'node')
  const node = existsSync(own) ? own : process.execPath
  spawnSync(node, ['--no-warnings', join(root, 'scripts', 'strip-types.mjs')], {
    stdio: ['ignore', 'ignore', 2],
  })
  keepCompiledCode()
}

/** Nothing but the pages of the console depends on it. */
function buildConsole() {
  const own = join(root, 'node_modules', '.bin', 'node')
  const node = existsSync(own) ? own : process.execPath
  spawnSync(node, ['--no-warnings', join(root, 'scripts', 'build-console.mjs')], {
    stdio: ['ignore', 2, 2],
  })
}

/** Asks `faultline why` once: for this user the compiled code is kept as well. */
function keepCompiledCode() {
  spawnSync(join(root, 'faultline'), ['why', '-'], {
    input: 'HTTP/1.1 502 Bad Gateway\nServer: nginx\n\n',
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: 60_000,
  })
}

/** Never fails: a program that stays missing makes its tests say so (skipped, or failed in CI). */
function installTestPrograms() {
  const programs = JSON.parse(readFileSync(join(root, 'scripts', 'test-programs.json'), 'utf8'))
  const missing = programs.filter((program) => !existsSync(program.file))
  if (missing.length === 0) return
  const packages = missing.map((program) => program.package).join(' ')
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.error(
      `faultline: some tests will be skipped; on Debian, as root: apt-get install --no-install-recommends ${packages}`,
    )
    return
  }
  console.error(`faultline: installing Debian packages for the tests (once): ${packages} ...`)
  // A package starts its server on port 80 unless this says no; the tests start their own. A file
  // that is there already is the machine's own policy and stays.
  const policy = '/usr/sbin/policy-rc.d'
  const isOurPolicy = !existsSync(policy)
  if (isOurPolicy) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const failed =
    !aptGet(['update', '-q']) ||
    !aptGet(['install', '-q', '-y', '--no-install-recommends', ...packages.split(' ')])
  if (isOurPolicy) rmSync(policy)
  if (failed) {
    console.error(
      `faultline: apt-get could not install ${packages}; the tests that need them will say so. The lines above tell why.`,
    )
  }
}

function aptGet(words) {
  const done = spawnSync('apt-get', words, {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return done.status === 0
}
