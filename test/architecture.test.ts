import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'

/** The rooms of src/ and who may import whom (ARCHITECTURE.md). Every room may import itself. */
const rooms: Readonly<Record<string, Room>> = {
  model: { imports: [], packages: ['typebox'], node: [] },
  wire: { imports: ['model'], packages: [] },
  network: { imports: ['model'], packages: [] },
  plugins: { imports: ['model'], packages: ['typebox', 'jose', 'ipaddr.js'] },
  definition: { imports: ['model', 'plugins'], packages: ['typebox', 'yaml'] },
  dataplane: { imports: ['model', 'wire', 'network'], packages: ['ipaddr.js'] },
  flowlog: { imports: ['model'], packages: ['@duckdb/node-api', '@duckdb/node-bindings'] },
  diagnosis: { imports: ['model'], packages: [], node: [] },
  storage: { imports: ['model'], packages: ['kysely', 'pg'] },
  calling: { imports: ['model', 'wire', 'network', 'diagnosis'], packages: [] },
  carrier: { imports: ['model', 'flowlog'], packages: [] },
  control: {
    imports: [
      'model',
      'carrier',
      'plugins',
      'definition',
      'diagnosis',
      'storage',
      'flowlog',
      'network',
      'calling',
    ],
    packages: ['fastify', 'typebox', 'nodemailer', 'openid-client'],
  },
  cli: {
    imports: ['model', 'definition', 'diagnosis', 'network', 'calling'],
    packages: ['commander'],
  },
}

/** The console is built from `web/src`; what it takes of `src` runs in a browser as well. */
const webRooms = ['model', 'diagnosis']

interface Room {
  readonly imports: readonly string[]
  readonly packages: readonly string[]
  /** Modules of Node; unless given, all. The browser loads what has none. */
  readonly node?: readonly string[]
}

/** The only files that know every room: the process, its child, the thread, the child's child. */
const compositionRoots = ['main.ts', 'control-plane.ts', 'worker.ts', 'log-engine.ts']
/** Known to every room that starts or is started: what the environment says. */
const rootFiles = ['settings.ts', 'sign-in-settings.ts', 'setting-values.ts']

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

test('the sources that these tests scan are there', () => {
  assert.ok(sources.length > 300, `${sources.length} files`)
})

interface Import {
  readonly file: string
  readonly room: string
  readonly target: string
}

test('every import keeps to the table of rooms', () => {
  const wrong = importsOf(sources).flatMap(({ file, room, target }) =>
    mayImport(file, room, target) ? [] : [`${file} imports ${target}`],
  )

  assert.deepEqual(wrong, [])
})

test('the console imports nothing of src but what runs in a browser', () => {
  const files = globSync('web/src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.test\./.test(file),
  )
  assert.ok(files.length > 20, `${files.length} files`)

  const wrong = importsOf(files).flatMap(({ file, target }) => {
    if (target.startsWith('node:')) return [`${file} imports ${target}`]
    if (!target.startsWith('.')) return []
    const targetFile = normalize(join(dirname(file), target))
    const isFine = targetFile.startsWith('web/src/') || webRooms.includes(roomOf(targetFile))
    return isFine ? [] : [`${file} imports ${targetFile}`]
  })

  assert.deepEqual(wrong, [])
})

test('every folder of src is a room of the table', () => {
  const folders = new Set(sources.map(roomOf).filter((room) => !room.endsWith('.ts')))

  const unknown = [...folders].filter((folder) => rooms[folder] === undefined && folder !== 'web')

  assert.deepEqual(unknown, [])
})

test('a file is named after what it holds', () => {
  const empty = /^(utils?|helpers?|common|misc|shared|types|index)(\.test)?\.tsx?$/

  const files = globSync('{src,web/src,test,examples,bench,scripts}/**/*.{ts,tsx}', { cwd: root })
  const wrong = files.filter((file) => !file.includes('node_modules') && empty.test(basename(file)))

  assert.deepEqual(wrong, [])
})

test('the environment is read where settings are, and nowhere else', () => {
  const mayRead = /^src\/(settings\.ts|definition\/|cli\/|main\.ts|control-plane\.ts)/
  const wrong = sources.filter(
    (file) => !mayRead.test(file) && /\bprocess\.env\b/.test(textOf(file)),
  )

  assert.deepEqual(wrong, [])
})

test('the lock file names every package of every platform, so that `npm ci` works on each', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) =>
        lock.packages[`node_modules/${name}`] === undefined &&
        lock.packages[`${path}/node_modules/${name}`] === undefined,
    ),
  )

  assert.deepEqual(missing, [])
})

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >
}

function mayImport(file: string, room: string, target: string): boolean {
  if (compositionRoots.includes(room)) return true
  const table = rooms[room]
  if (table === undefined)
    return (
      rootFiles.includes(room) && /^node:|^\.\/(sign-in-settings|setting-values)\.ts$/.test(target)
    )
  if (target.startsWith('node:')) return table.node?.includes(target) ?? true
  if (!target.startsWith('.')) return table.packages.includes(packageOf(target))
  const targetFile = normalize(join(dirname(file), target))
  if (!targetFile.startsWith('src/')) return isDemo(file, targetFile)
  const targetRoom = roomOf(targetFile)
  if (targetRoom === room || table.imports.includes(targetRoom)) return true
  return rootFiles.includes(targetRoom) && (room === 'cli' || room === 'control')
}

/** `faultline demo` starts the example's services. */
function isDemo(file: string, targetFile: string): boolean {
  return (
    /^src\/cli\/demo-(?:command|company)\.ts$/.test(file) && targetFile.startsWith('examples/demo/')
  )
}

/** Static imports (also the last line of one over several lines), and dynamic ones. */
const importPattern =
  /^(?:import|export|\})[^'\n]* from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm

function importsOf(files: readonly string[]): readonly Import[] {
  return files.flatMap((file) => {
    const targets = textOf(file).matchAll(importPattern)
    return [...targets].map(([, ...found]) => ({
      file,
      room: roomOf(file),
      target: found.find((one) => one !== undefined) ?? '',
    }))
  })
}

/** First folder below src, or the name of a file that lies right there. */
function roomOf(file: string): string {
  return file.split('/')[1] ?? ''
}

function packageOf(target: string): string {
  const parts = target.split('/')
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
