import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { openTextOf } from '../model/record-sink.ts'
import { createRingMemory, droppedRecords, RingMemory, ringStates } from './ring-memory.ts'
import { listSegments } from './spool-segment.ts'
import { WorkerRing } from './worker-ring.ts'

test('records reach the disk in order, once, through every change of halves and segments', async (t) => {
  const folder = await spoolFolder(t)
  const memory = createRingMemory(64 * 1_024)
  const ring = new WorkerRing(memory, { folder, node: 'n1.w1', segmentBytes: 200_000 })

  for (let number = 0; number < 5_000; number++) {
    ring.append(ring.open(idOf(number)), line(number))
    while (isHalfFull(memory)) await turn()
  }
  await ring.close()

  const segments = await listSegments(folder)
  assert.ok(segments.length > 3, `${segments.length} segments`)
  assert.ok(segments.every(({ isOpen, bytes }) => !isOpen && bytes <= 200_000))
  assert.deepEqual(await numbersIn(folder), sequence(5_000))
  assert.equal(ring.dropped, 0)
})

test('a record is on disk shortly after it was appended, without another one following', async (t) => {
  const folder = await spoolFolder(t)
  const ring = new WorkerRing(createRingMemory(), { folder, node: 'n1.w1' })
  t.after(async () => await ring.close())

  ring.append(ring.open('a'), '{"request_id":"a","http_path":"/größe/網"}')

  const text = await eventually(async () => {
    const [segment] = await listSegments(folder)
    return segment === undefined ? '' : await readFile(segment.path, 'utf8')
  })
  assert.equal(text, '{"request_id":"a","http_path":"/größe/網"}\n')
})

test('a folder that cannot be written drops and counts records, and heals by itself', async (t) => {
  const folder = await spoolFolder(t)
  const blocked = join(folder, 'blocked')
  await writeFile(blocked, '') // a file where the folder should be
  const memory = createRingMemory(16 * 1_024)
  const ring = new WorkerRing(memory, { folder: blocked, node: 'n1.w1', retryMs: 5 })
  const view = new RingMemory(memory)

  for (let number = 0; number < 100; number++) {
    ring.append(ring.open(idOf(number)), line(number))
  }
  await eventually(async () => await Promise.resolve(stateOf(view) === 'disk_error'))
  for (let number = 100; number < 200; number++) {
    ring.append(ring.open(idOf(number)), line(number))
  }
  const { ring_full: early, disk_error: late } = droppedRecords(view)
  await rm(blocked)
  await eventually(async () => await Promise.resolve(stateOf(view) === 'ok'))
  await ring.close()

  const kept = await numbersIn(blocked)
  assert.ok(late > 90, `${late} dropped for the disk`)
  assert.equal(kept.length + early + late, 200)
  assert.deepEqual(kept, [...new Set(kept)])
})

test('a spool at its limit takes no more until the log engine has made room', async (t) => {
  const folder = await spoolFolder(t)
  const memory = createRingMemory(16 * 1_024)
  const view = new RingMemory(memory)
  const ring = new WorkerRing(memory, {
    folder,
    node: 'n1.w1',
    segmentBytes: 10_000,
    spoolLimitBytes: 30_000,
    retryMs: 5,
  })
  let number = 0
  while (droppedRecords(view).spool_full === 0) {
    ring.append(ring.open(idOf(number)), line(number++))
    await turn()
  }
  const held = await listSegments(folder)

  for (const { path } of held) await rm(path)
  await eventually(async () => await Promise.resolve(stateOf(view) === 'ok'))
  ring.append(ring.open(idOf(number)), line(number))
  await ring.close()

  assert.ok(held.reduce((sum, { bytes }) => sum + bytes, 0) <= 30_000)
  assert.equal((await numbersIn(folder)).at(-1), number)
})

test('a spool that the log engine keeps emptying is never full, however much goes through it', async (t) => {
  const folder = await spoolFolder(t)
  const memory = createRingMemory(16 * 1_024)
  const ring = new WorkerRing(memory, {
    folder,
    node: 'n1.w1',
    segmentBytes: 20_000,
    spoolLimitBytes: 60_000,
    retryMs: 60_000, // far longer than the test lasts
  })

  let wasFull = false
  for (let number = 0; number < 600 && !wasFull; number++) {
    ring.append(ring.open(idOf(number)), line(number)) // 140,000 bytes
    while (isHalfFull(memory) && !wasFull) {
      wasFull = stateOf(new RingMemory(memory)) === 'spool_full'
      const closed = (await listSegments(folder)).filter(({ isOpen }) => !isOpen)
      for (const { path } of closed) await rm(path)
      await turn()
    }
  }
  await ring.close()

  assert.equal(wasFull, false)
  assert.equal(ring.dropped, 0)
})

test('a file size limit of the system (a full disk to us) tears and doubles no record', async (t) => {
  const folder = await spoolFolder(t)
  const script = `
    import { WorkerRing } from '${import.meta.resolve('./worker-ring.ts')}'
    import { createRingMemory } from '${import.meta.resolve('./ring-memory.ts')}'
    import { setImmediate as turn } from 'node:timers/promises'
    const ring = new WorkerRing(createRingMemory(256 * 1024), { folder: ${JSON.stringify(folder)}, node: 'n1.w1', retryMs: 5 })
    for (let number = 0; number < 2000; number++) {
      const id = 'id-' + number
      ring.append(ring.open(id), JSON.stringify({ request_id: id, padding: 'x'.repeat(200), number }))
      if (number % 50 === 0) for (let i = 0; i < 200; i++) await turn()
    }
    await new Promise((done) => setTimeout(done, 300))
    await ring.close()
    console.log(ring.dropped)
  `
  const child = spawn(
    'bash',
    ['-c', `ulimit -f 64; exec "$0" --input-type=module -e "$1"`, process.execPath, script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))

  const [exitCode] = await once(child, 'close')

  const kept = await numbersIn(folder)
  assert.equal(exitCode, 0)
  assert.ok((await listSegments(folder)).every(({ bytes }) => bytes <= 64 * 1_024))
  assert.ok(kept.length > 300, `${kept.length} kept`) // more than one file can hold
  assert.equal(kept.length + Number(output), 2_000)
  assert.deepEqual(kept, [...new Set(kept)])
})

test('records still unwritten when closing on a broken disk are counted as dropped', async (t) => {
  const folder = await spoolFolder(t)
  await writeFile(join(folder, 'blocked'), '')
  const ring = new WorkerRing(createRingMemory(), { folder: join(folder, 'blocked'), node: 'n1' })

  for (let number = 0; number < 7; number++) ring.append(-1, line(number))
  await ring.close()

  assert.equal(ring.dropped, 7)
})

test('more open requests than slots are still recorded', async (t) => {
  const folder = await spoolFolder(t)
  const ring = new WorkerRing(createRingMemory(), { folder, node: 'n1.w1' })

  const slots = Array.from({ length: 9_000 }, (_, number) => ring.open(idOf(number)))
  ring.describe(-1, openTextOf('shop', 'prod', 'GET', '/'), 1)
  slots.forEach((slot, number) => ring.append(slot, line(number)))
  await ring.close()

  assert.equal(slots.filter((slot) => slot === -1).length, 9_000 - 8_192)
  assert.deepEqual(await numbersIn(folder), sequence(9_000))
})

function line(number: number): string {
  return JSON.stringify({ request_id: idOf(number), number, padding: 'x'.repeat(150) })
}

function idOf(number: number): string {
  return `01a20303-f993-78ab-aedb-${String(number).padStart(12, '0')}`
}

function sequence(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number)
}

function isHalfFull(memory: SharedArrayBuffer): boolean {
  const view = new RingMemory(memory)
  return view.used(view.get('active')) > view.halfBytes * 0.75
}

function stateOf(view: RingMemory): string {
  return ringStates[view.get('state')] ?? ''
}

async function numbersIn(folder: string): Promise<number[]> {
  const texts = (await listSegments(folder)).map(async ({ path }) => await readFile(path, 'utf8'))
  const lines = (await Promise.all(texts)).join('').split('\n')
  assert.equal(lines.pop(), '') // a torn line would be left over here, or fail to parse
  return lines.map((text) => (JSON.parse(text) as { number: number }).number) // our own lines
}

async function spoolFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-spool-'))
  await mkdir(folder, { recursive: true })
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  return folder
}

/** Polls by turns of the event loop, at most 5 s. */
async function eventually<T>(look: () => Promise<T>): Promise<T> {
  const endMs = Date.now() + 5_000
  for (;;) {
    const found = await look()
    if (found) return found
    assert.ok(Date.now() < endMs, 'did not happen within 5 s')
    await turn()
  }
}
