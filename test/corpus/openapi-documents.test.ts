import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'yaml'
import type { ImportAnswer } from '../../src/definition/openapi/imported-definition.ts'
import { readDefinitions } from '../../src/definition/read-definition.ts'
import { allPlugins } from '../../src/plugins/all-plugins.ts'
import { temporaryFolder } from '../clean-up.ts'
import { programWords } from '../program-words.ts'

/** Documents that companies publish, imported by the command itself with 512 MiB of heap. The figures stand in
 *  docs/reference/openapi-import.md. */
const expected: Readonly<Record<string, { readonly taken: number; readonly refused: number }>> = {
  'argo-workflows.swagger2.json': { taken: 73, refused: 0 },
  'box.openapi30.json': { taken: 277, refused: 19 },
  'oas-example-3.0-circular.json': { taken: 1, refused: 0 },
  'oas-example-3.0-complex-nesting.json': { taken: 5, refused: 0 },
  'openai.openapi31.yaml': { taken: 281, refused: 7 },
  'slack-web.swagger2.json': { taken: 174, refused: 0 },
  'twilio-api.openapi30.json': { taken: 98, refused: 99 },
}

const folder = fileURLToPath(new URL('openapi/', import.meta.url))
const page = readFileSync(
  new URL('../../docs/reference/openapi-import.md', import.meta.url),
  'utf8',
)
/** Of CPU: what else the machine does takes none of it. */
const longestMs = 10_000
/** The command itself gives up after 10 s by the clock, which a busy machine has been seen to need for 3 s of work. */
const mostTries = 4
const mostMemoryKib = 512 * 1_024
/** Its CPU in microseconds and the most memory it had, on the last line of stderr. */
const tellUsage =
  'data:text/javascript,process.on("exit",()=>{const {userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();console.error(`${u+s} ${m}`)})'

test('every document of the folder is imported, and no other is expected', () => {
  const documents = readdirSync(folder).flatMap((name) => (/^(.*)\.gz$/.exec(name) ?? []).slice(1))

  assert.deepEqual(documents.toSorted(), Object.keys(expected).toSorted())
})

for (const [name, { taken, refused }] of Object.entries(expected)) {
  test(`${name}: every operation is taken or has one sentence, within 10 s and 512 MiB`, () => {
    const text = gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString('utf8')
    const file = join(temporaryFolder(), name)
    writeFileSync(file, text)

    const { stdout, memoryKib, tookMs } = imported(['--json', file])

    assert.ok(tookMs < longestMs, `${tookMs} ms`)
    assert.ok(memoryKib < mostMemoryKib, `${memoryKib} KiB`)
    const answer = JSON.parse(stdout) as ImportAnswer // the command's own output
    assert.deepEqual([answer.taken, answer.refused.length], [taken, refused])
    assert.equal(answer.resources.length, taken)
    assertSameOperations(answer, text)
    const row = new RegExp(
      `^\\| ${RegExp.escape(name)} \\| .* \\| ${taken} \\| ${refused} \\|`,
      'm',
    )
    assert.match(page, row)
  })

  test(`${name}: what is printed is a definition with these resources`, () => {
    const file = join(temporaryFolder(), name)
    writeFileSync(file, gunzipSync(readFileSync(join(folder, `${name}.gz`))))

    const { stdout } = imported([file])

    const options = { expand: undefined, readFile: undefined, plugins: allPlugins }
    const read = readDefinitions([{ file: 'printed.yaml', text: stdout }], options)
    assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.problems[0]))
    assert.equal(read.definition.gateways[0]?.resources.length, taken)
  })
}

function imported(words: readonly string[]): {
  readonly stdout: string
  readonly memoryKib: number
  readonly tookMs: number
} {
  const node = ['--max-old-space-size=512', `--import=${tellUsage}`, ...programWords]
  const options = {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 64 * 1_024 * 1_024,
  } as const
  for (let tries = 1; ; tries++) {
    const done = spawnSync(process.execPath, [...node, 'import', 'openapi', ...words], options)
    const { status, stdout, stderr } = done
    if (status !== 0 && tries < mostTries && /takes too long to read/.test(stderr)) continue
    assert.equal(status, 0, stderr)
    const [cpuMicroseconds, memoryKib] = stderr.trim().split('\n').at(-1)?.split(' ') ?? []
    return { stdout, memoryKib: Number(memoryKib), tookMs: Number(cpuMicroseconds) / 1_000 }
  }
}

/** Counted by another reader of YAML, by nothing but the names of methods. */
function assertSameOperations(answer: ImportAnswer, text: string): void {
  const { paths } = parse(text, { logLevel: 'error' }) as {
    readonly paths: Readonly<Record<string, object>>
  } // each of them has paths
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).flatMap((key) => (methods.test(key) ? [`${key.toUpperCase()} ${path}`] : [])),
  )
  assert.equal(answer.operations, operations.length)
  assert.equal(answer.taken + answer.refused.length, operations.length)
  const lines = text.split('\n')
  for (const { method, path, line, column, message } of answer.refused) {
    assert.ok(operations.includes(`${method} ${path}`), `${method} ${path}`)
    const there = lines[line - 1]?.slice(column - 1) ?? ''
    assert.match(there, new RegExp(`^"?${method}"?:`, 'i'))
    assert.match(message, /^.{10,200}$/)
  }
}

const methods = /^(?:get|put|post|delete|options|head|patch|trace)$/
