/** Saves what a dead worker left in its ring: records that were not on disk yet, and a `worker_lost`
 *  record for each request it was working on. Runs in the main thread after the worker's end. */
import { constants } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { errorEntry } from '../model/error-table.ts'
import { unusualMark } from '../model/record-mark.ts'
import { errorMessage } from '../model/error-message.ts'
import { redactPath } from './redact.ts'
import { RingMemory, slotBytes, slotCount, slotIdOffset, slotTextOffset } from './ring-memory.ts'
import { closeLeftOpen, openSegmentName } from './spool-segment.ts'

export interface Recovered {
  /** Bytes of records that only the ring held. */
  readonly savedBytes: number
  readonly lostRequests: number
}

/** Throws if the disk refuses. The ring is empty afterwards in any case: a new worker may use it. */
export async function recoverRing(
  sharedMemory: SharedArrayBuffer,
  spoolFolder: string,
  node: string,
): Promise<Recovered> {
  const memory = new RingMemory(sharedMemory)
  const unwritten = unwrittenBytes(memory)
  const told = idsOf(unwritten) // the worker may have died between a line and freeing its slot
  const lost = openRequests(memory).filter(({ id }) => !told.has(id))
  const rest = Buffer.concat([
    unwritten,
    Buffer.from(lost.map((at) => lostLine(at, node)).join('')),
  ])
  try {
    await writeRest(memory, spoolFolder, node, rest)
  } catch (error) {
    memory.add('droppedDiskError', rest.filter((byte) => byte === newline).length)
    throw error
  } finally {
    clear(memory)
  }
  return { savedBytes: unwritten.length, lostRequests: lost.length }
}

interface OpenRequest {
  readonly id: string
  readonly timestamp: number
  readonly gateway: string
  readonly stage: string
  readonly method: string
  readonly path: string
}

const newline = 10

/** The half that was being written goes to the same place of the same segment: whatever part of it
 *  is there already is overwritten by the same bytes, so nothing is lost and nothing doubled. */
function unwrittenBytes(memory: RingMemory): Buffer {
  const active = memory.get('active')
  const filling = memory.half(active).subarray(0, memory.used(active))
  if (memory.get('writing') === 0) return Buffer.from(filling)
  const other = 1 - active
  const rest = memory.half(other).subarray(memory.get('halfWritten'), memory.used(other))
  return Buffer.concat([rest, filling])
}

function idsOf(lines: Buffer): Set<string> {
  const ids = new Set<string>()
  for (let start = 0; start < lines.length; start = lines.indexOf(newline, start) + 1) {
    const from = start + idPrefix.length
    const to = lines.indexOf('"', from)
    if (to < 0) break
    ids.add(lines.toString('latin1', from, to))
  }
  return ids
}

/** Every record line begins so. */
const idPrefix = '{"request_id":"'

function openRequests(memory: RingMemory): OpenRequest[] {
  const found: OpenRequest[] = []
  for (let slot = 0; slot < slotCount; slot++) {
    const at = slot * slotBytes
    if (memory.slots[at + 8] === 0) continue
    const id = textAt(memory.slots, at + slotIdOffset, memory.slots[at + 9] ?? 0)
    const isDescribed = memory.slots[at + 8] === 2
    const text = isDescribed
      ? textAt(memory.slots, at + slotTextOffset, memory.slots[at + 10] ?? 0)
      : ''
    const [gateway = '', stage = '', method = '', path = ''] = text.split('\n').map(redactPath)
    const timestamp = (memory.slotTimes[at / 8] ?? 0) || timeOfId(id)
    found.push({ id, timestamp, gateway, stage, method, path })
  }
  return found
}

function textAt(bytes: Buffer, start: number, length: number): string {
  return bytes.toString('utf8', start, start + length)
}

/** Our ids begin with the time in milliseconds (RFC 9562 section 5.7). */
function timeOfId(id: string): number {
  const time = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  return Number.isSafeInteger(time) ? time : Date.now()
}

function lostLine(request: OpenRequest, node: string): string {
  const { status, code, codeName } = errorEntry('worker_lost')
  const { id, timestamp, gateway, stage, method, path } = request
  const record = {
    request_id: id, // first: see idPrefix
    x_request_id: '', // both died with the worker
    traceparent: '',
    timestamp,
    gateway,
    stage,
    method,
    http_path: path,
    status,
    request_duration: Math.max(0, Date.now() - timestamp),
    code,
    code_name: codeName,
    error: errorMessage('worker_lost', {}),
    error_key: 'worker_lost',
    node,
    answered_by: 'none',
  }
  return `${JSON.stringify(record)}${unusualMark}\n`
}

async function writeRest(
  memory: RingMemory,
  folder: string,
  node: string,
  rest: Buffer,
): Promise<void> {
  if (rest.length > 0) {
    const created = memory.get('segmentCreatedMs')
    if (created === 0) memory.add('segmentNumber', 1)
    const name = openSegmentName(created || Date.now(), node, memory.get('segmentNumber'))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeAt(join(folder, name), memory.get('segmentBytes'), rest)
  }
  await closeLeftOpen(folder, node)
}

async function writeAt(path: string, position: number, bytes: Buffer): Promise<void> {
  const file = await open(path, constants.O_CREAT | constants.O_WRONLY, 0o600)
  try {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
  } finally {
    await file.close()
  }
}

/** Counts stay: they are totals of this worker's place, not of one thread. */
function clear(memory: RingMemory): void {
  memory.slots.fill(0)
  memory.setUsed(0, 0)
  memory.setUsed(1, 0)
  for (const name of [
    'active',
    'writing',
    'segmentCreatedMs',
    'segmentBytes',
    'state',
    'errno',
    'stuckSinceMs',
  ] as const)
    memory.set(name, 0)
}
