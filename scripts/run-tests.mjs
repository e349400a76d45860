// Runs every check and test and counts them. `--check`: format, lint, types, unit tests, dead code
// (under a minute). Without it: all that, and the tests in test/, which start real programs.
// `node scripts/run-tests.mjs test/real/nginx.test.ts`: only the files named.
// The last line is always `N passed, N failed, N skipped`.
import { spawn, spawnSync } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
// `fs.globSync` and not an import of its own: Node 20 lacks it, and must get as far as the line that
// starts Node 24.
import fs, { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules', '.bin')
const formatted = ['src', 'web', 'test', 'scripts', 'examples', 'bench']

/** The runner's own totals; other diagnostics are figures that a test reports. */
const runnerWords = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /
/** Tests that must have the machine to themselves: they count every request under load,
 *  or the milliseconds of a command. */
const aloneFiles = /no-lost-request|first-command/
/** One file's limit. The slowest takes a minute on two cores; a hang must not cost the whole run. */
const fileTimeoutMs = Number(process.env.FAULTLINE_TEST_FILE_LIMIT_MS ?? 240_000)

const counts = { passed: 0, failed: 0, skipped: 0 }
/** Milliseconds of each file's tests. */
const fileTimes = new Map()
const mostShownTimes = 20
/** Processes at a time. One more than the two cores of a small machine: many files wait for time limits of the product. */
const filesAtOnce = 3
/** Files that share a process. */
const filesInProcess = 10
/** Unit tests with processes and clocks of their own. */
const ownProcesses = /^src\/flowlog\//
/** Of `test/`, those that start no program each. */
const sharingFolders = /^test\/(?:flows|protocol|storage)\//
const skips = []
const failures = []
/** Files that ended before or outside a test: what they said is the only explanation. */
const brokenFiles = new Set()

if (!process.versions.node.startsWith('24') && existsSync(join(bin, 'node'))) {
  const again = spawnSync(join(bin, 'node'), process.argv.slice(1), { stdio: 'inherit' })
  process.exit(again.status ?? 1)
}
process.chdir(root)
process.env.PATH = `${bin}:${process.env.PATH}`
// for the files of tests and every program they start: else each strips types and compiles anew, 0.3 s of CPU
process.env.NODE_COMPILE_CACHE ||= join(root, 'node_modules', '.cache', 'compiled')

endLateFiles()
const named = process.argv.slice(2).filter((word) => !word.startsWith('-'))
if (named.length > 0) {
  await runTests('tests', named, 1)
} else {
  const startedMs = performance.now()
  for (const check of staticChecks()) await runCheck(check)
  const unitTests = fs.globSync('{src,web/src}/**/*.test.ts').toSorted()
  await runInFewProcesses('unit tests', unitTests, (file) => !ownProcesses.test(file))
  if (!process.argv.includes('--check')) {
    const files = fs.globSync('test/**/*.test.ts').toSorted()
    await runInFewProcesses(
      'tests across rooms',
      files.filter((file) => !aloneFiles.test(file)),
      (file) => sharingFolders.test(file),
    )
    await runTests(
      'tests that run alone',
      files.filter((file) => aloneFiles.test(file)),
      1,
    )
  }
  console.log(`\nall of it: ${seconds(startedMs)}; the slowest files, in seconds:`)
  const slowest = [...fileTimes].toSorted(([, a], [, b]) => b - a).slice(0, mostShownTimes)
  console.log(slowest.map(([file, ms]) => `${(ms / 1000).toFixed(1)} ${file}`).join('\n'))
}
report()

/** A process for each file, or one for some files of a folder: starting one and loading what they test costs a file 0.25 s of
 *  CPU, most of what most of them take. Those of `test/storage` share a PostgreSQL as well. */
async function runInFewProcesses(title, files, isShared) {
  const folder = fs.mkdtempSync(join(tmpdir(), 'faultline-tests-'))
  const [together = [], apart = []] = [true, false].map((word) =>
    files.filter((file) => isShared(file) === word),
  )
  const shared = Object.values(Object.groupBy(together, folderOf)).flatMap((ofFolder) => {
    const count = Math.ceil(ofFolder.length / filesInProcess)
    return Array.from({ length: count }, (_, at) => {
      // by turns, so that what is slow in a folder is spread
      const some = ofFolder.filter((_file, index) => index % count === at)
      const path = join(folder, `${folderOf(some[0])}-${at + 1}.test.mjs`)
      const text = some.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)}`)
      fs.writeFileSync(path, text.join('\n'))
      return path
    })
  })
  try {
    await runTests(title, [...apart, ...shared], filesAtOnce)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

function folderOf(file) {
  return file.split('/')[1] ?? ''
}

function staticChecks() {
  const present = formatted.filter((folder) => existsSync(folder))
  return [
    { name: 'format', command: 'oxfmt', words: ['--check', ...present] },
    { name: 'lint', command: 'oxlint', words: ['--type-aware', ...present] },
    { name: 'types', command: 'tsc', words: ['-p', '.'] },
    { name: 'types of the console', command: 'tsc', words: ['-p', 'web', '--noEmit'] },
    { name: 'dead code', command: 'knip', words: ['--no-progress'] },
  ]
}

async function runCheck({ name, command, words }) {
  const startedMs = performance.now()
  const { status, output } = await outputOf(command, words)
  const good = status === 0
  counts[good ? 'passed' : 'failed'] += 1
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name} (${seconds(startedMs)})`)
  if (good) return
  console.log(output)
  failures.push(`${name}: ${command} ${words.join(' ')}`)
}

function outputOf(command, words) {
  return new Promise((resolve) => {
    const child = spawn(join(bin, command), words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (bytes) => (output += bytes))
    child.stderr.on('data', (bytes) => (output += bytes))
    child.on('error', (error) => resolve({ status: 1, output: String(error) }))
    child.on('close', (status) => resolve({ status, output }))
  })
}

/** The runner's own limit makes a test fail and lets its process go on, for ever where something keeps it open, and it
 *  does not reach one that a loop holds: a moment later the process is ended here. What it started may hold its output
 *  open, which the runner waits for. */
function endLateFiles() {
  subscribe('child_process', ({ process: child }) => {
    const timer = setTimeout(() => {
      const isFile = child.spawnargs.some((word) => word.startsWith('--test-'))
      if (!isFile) return
      const limit = `${fileTimeoutMs / 1000} s`
      const line = `${relative(root, child.spawnargs.at(-1))} did not end within ${limit}, and was ended`
      console.log(`FAIL ${line}`)
      failures.push(line)
      child.kill('SIGKILL')
      setTimeout(() => [child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()), 500)
    }, fileTimeoutMs * 1.02)
    child.once('exit', () => clearTimeout(timer))
  })
}

async function runTests(title, files, concurrency) {
  if (files.length === 0) return
  const startedMs = performance.now()
  const before = { ...counts }
  const paths = files.map((file) => (isAbsolute(file) ? file : join(root, file)))
  const stream = run({
    files: paths,
    concurrency,
    timeout: fileTimeoutMs,
    execArgv: ['--no-warnings'],
  })
  const said = new Map()
  const figures = []
  for await (const { type, data } of stream) {
    if (data?.nesting === 0 && data.details?.duration_ms !== undefined && data.file !== undefined)
      addTime(relative(root, data.file), data.details.duration_ms)
    if (type === 'test:pass') passed(data)
    else if (type === 'test:fail') failed(data)
    else if (type === 'test:diagnostic' && !runnerWords.test(data.message))
      figures.push(data.message)
    else if (type === 'test:stdout' || type === 'test:stderr') hear(said, data)
  }
  for (const figure of figures) console.log(`     ${figure}`)
  for (const file of brokenFiles) console.log(indented(said.get(file) ?? ''))
  brokenFiles.clear()
  const failedNow = counts.failed - before.failed
  console.log(
    `${failedNow === 0 ? 'ok  ' : 'FAIL'} ${title}: ${counts.passed - before.passed} passed, ${failedNow} failed (${seconds(startedMs)})`,
  )
}

function addTime(file, ms) {
  fileTimes.set(file, (fileTimes.get(file) ?? 0) + ms)
}

function passed(data) {
  if (data.skip !== undefined) {
    counts.skipped += 1
    skips.push(`${data.name}: ${typeof data.skip === 'string' ? data.skip : 'no reason given'}`)
    return
  }
  if (data.details.type !== 'suite') counts.passed += 1
}

function failed(data) {
  const { error } = data.details
  // A parent that fails only because its subtests did is not one more failure.
  if (error?.failureType === 'subtestsFailed') return
  counts.failed += 1
  const place = data.file === undefined ? '' : ` (${relative(root, data.file)}:${data.line})`
  const cause = error?.cause ?? error
  if (data.name === data.file) brokenFiles.add(data.file)
  console.log(`FAIL ${data.name}${place}\n${indented(cause?.stack ?? String(cause))}`)
  failures.push(`${data.name}${place}`)
}

/** Kept for the case that the file ends before or outside a test. */
function hear(said, { file, message }) {
  said.set(file, (said.get(file) ?? '') + message)
}

function report() {
  for (const line of failures) console.log(`failed:  ${line}`)
  for (const line of skips) console.log(`skipped: ${line}`)
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

function indented(text) {
  return text.replaceAll(/^/gm, '     ')
}

function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
}
