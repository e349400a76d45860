/** Segment files of the spool: names that sort by age, and what lies in a spool folder. A segment is
 *  `{created ms}-{node}-{number}.open` while its worker writes it, then `.ndjson`. */
import { readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Of all workers together: what comes beyond it is dropped and counted. */
export const usualSpoolLimitBytes = 512 * 1_024 * 1_024

export interface Segment {
  readonly name: string
  readonly path: string
  readonly createdMs: number
  readonly node: string
  readonly isOpen: boolean
  readonly bytes: number
  /** No record in it began later. */
  readonly modifiedMs: number
}

export function openSegmentName(createdMs: number, node: string, number: number): string {
  return `${stem(createdMs, node, number)}.open`
}

export function closedName(openName: string): string {
  return openName.replace(/\.open$/, '.ndjson')
}

/** What a segment is called all its life: its name without the ending. */
export function segmentStem(name: string): string {
  return name.replace(/\.(?:open|ndjson)$/, '')
}

/** All segments of a folder, oldest first. A segment that vanishes meanwhile is left out. */
export async function listSegments(folder: string): Promise<Segment[]> {
  const names = await readdir(folder)
  const found = await Promise.all(names.map(async (name) => await segmentAt(folder, name)))
  return found.filter((segment) => segment !== undefined).toSorted(byAge)
}

export function bytesOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Segments that nothing is added to any more: closed, or followed by another of the same worker. */
export function finishedSegments(segments: readonly Segment[]): Segment[] {
  const newest = new Map(segments.map((segment) => [segment.node, segment.name]))
  return segments.filter(({ isOpen, node, name }) => !isOpen || newest.get(node) !== name)
}

/** Segments that were left open by a killed process, or by one worker of this one, are closed. */
export async function closeLeftOpen(folder: string, node?: string): Promise<number> {
  const ofNode = node === undefined ? undefined : safeNode(node)
  const left = (await listSegments(folder)).filter(
    (segment) => segment.isOpen && (ofNode === undefined || segment.node === ofNode),
  )
  for (const { path } of left) await renameIfThere(path, closedName(path))
  return left.length
}

/** A worker's last act may be the same renaming: what it had begun goes on after its end. */
async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

const namePattern = /^(\d{13,})-([\w.]+)-(\d+)\.(open|ndjson)$/

async function segmentAt(folder: string, name: string): Promise<Segment | undefined> {
  const match = namePattern.exec(name)
  if (match === null) return undefined
  const path = join(folder, name)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  const [, created = '0', node = '', , ending] = match
  return {
    name,
    path,
    createdMs: Number(created),
    node,
    isOpen: ending === 'open',
    bytes: found.size,
    modifiedMs: found.mtimeMs,
  }
}

function byAge(a: Segment, b: Segment): number {
  return a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1)
}

function stem(createdMs: number, node: string, number: number): string {
  return `${createdMs}-${safeNode(node)}-${String(number).padStart(6, '0')}`
}

function safeNode(node: string): string {
  return node.replaceAll(/[^\w.]/g, '_')
}
