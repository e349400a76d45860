import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { closedName, openSegmentName } from '../spool-segment.ts'
import { endOfSpool, SpoolTail } from './spool-tail.ts'

async function spoolFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-tail-'))
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  return folder
}

const first = openSegmentName(1_795_334_400_000, 'n1-0', 1)
const second = openSegmentName(1_795_334_400_001, 'n1-0', 2)

async function linesOf(tail: SpoolTail, mostBlocks = Infinity): Promise<string> {
  let text = ''
  let blocks = 0
  await tail.read((lines) => {
    text += lines.toString()
    return ++blocks < mostBlocks
  })
  return text
}

test('each line is given once: after growth, under its other name, by a successor', async (t) => {
  const folder = await spoolFolder(t)
  const path = join(folder, first)
  await writeFile(path, 'before\n')
  const tail = new SpoolTail(folder, await endOfSpool(folder))

  await appendFile(path, 'a\nhalf')
  assert.equal(await linesOf(tail), 'a\n')
  await appendFile(path, ' b\n')
  await rename(path, join(folder, closedName(first)))
  await writeFile(join(folder, second), 'c\n')
  assert.equal(await linesOf(tail), 'half b\nc\n')
  assert.equal(await linesOf(tail), '')

  await appendFile(join(folder, second), 'd\n')
  assert.equal(await linesOf(new SpoolTail(folder, tail.positions)), 'd\n')
})

test('reading stops when there is no more time, and goes on there', async (t) => {
  const folder = await spoolFolder(t)
  const lines = Array.from({ length: 30_000 }, (_, at) => `line ${at} ${'x'.repeat(80)}\n`).join('')
  await writeFile(join(folder, first), lines)
  const tail = new SpoolTail(folder, {})

  const parts = [
    await linesOf(tail, 1),
    await linesOf(tail, 1),
    await linesOf(tail),
    await linesOf(tail),
  ]

  assert.equal(parts.join(''), lines)
  assert.ok(parts[0] !== '' && parts[1] !== '' && parts[2] !== '' && parts[3] === '')
})

test('what became a file before it was read is counted as missed, and nothing else', async (t) => {
  const folder = await spoolFolder(t)
  await writeFile(join(folder, first), 'a\n')
  const tail = new SpoolTail(folder, {})
  await linesOf(tail)
  await rm(join(folder, first))
  await writeFile(join(folder, second), `${'x'.repeat(1_100_000)}\nrest\n`)
  await tail.read(() => false)
  assert.equal(tail.missedBytes, 0)

  await rm(join(folder, second))
  await linesOf(tail)

  assert.ok(tail.missedBytes > 0)
  assert.deepEqual(tail.positions, {})
})
