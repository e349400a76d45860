import { open, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { damagedEnding } from '../../flowlog/engine/damaged-files.ts'
import {
  bytesOf,
  listSegments,
  type Segment,
  usualSpoolLimitBytes,
} from '../../flowlog/spool-segment.ts'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { codeOf } from '../../model/reason.ts'
import { checkEngine } from './engine-check.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, warning, problem } = findingsOf('log')

/** The flow log: what lies on disk, and how its engine does. */
export async function checkFlowLog({ settings, running }: ExaminedPlace): Promise<DoctorFinding[]> {
  const folder = resolve(settings.data)
  const found = await Promise.all([
    spoolFindings(join(folder, 'spool')),
    parquetFindings(join(folder, 'flow')),
    setAside(folder),
    checkEngine(running),
  ])
  return found.flat()
}

const mib = 1_048_576

async function spoolFindings(folder: string): Promise<DoctorFinding[]> {
  const segments = await listSegments(folder).catch((error: unknown) => codeOf(error))
  if (segments === 'ENOENT') return []
  if (typeof segments === 'string') {
    return [
      problem(
        'spool_unreadable',
        [`${folder} cannot be read (${segments}).`, `无法读取 ${folder}（${segments}）。`],
        ['Run it as the user of the gateway.', '请以网关的用户身份执行。'],
      ),
    ]
  }
  const damaged = await Promise.all(
    segments.slice(-mostSegments).map((each) => segmentFinding(each)),
  )
  return [fillFinding(segments), ...damaged.flat()]
}

const mostSegments = 500

function fillFinding(segments: readonly Segment[]): DoctorFinding {
  const bytes = bytesOf(segments)
  const percent = Math.round((bytes / usualSpoolLimitBytes) * 100)
  const sentence = [
    `Segments in the spool: ${segments.length}, ${Math.round(bytes / mib)} MiB (${percent} % of its limit).`,
    `缓冲区（spool）有 ${segments.length} 个段，共 ${Math.round(bytes / mib)} MiB（上限的 ${percent} %）。`,
  ] as const
  const advice = [
    'The log engine does not keep up or is away: see its findings. When the spool is full, records are dropped and counted.',
    '日志引擎跟不上或没有运行：见其检查结果。缓冲区满时记录会被丢弃并计数。',
  ] as const
  if (percent >= 95) return problem('spool_full', sentence, advice)
  if (percent >= 50) return warning('spool_filling', sentence, advice)
  return ok('spool', sentence)
}

/** A closed segment ends with a whole line of JSON; an open one may be in the middle of one. */
async function segmentFinding(segment: Segment): Promise<DoctorFinding[]> {
  if (segment.bytes === 0) return []
  const sound = await isSound(segment).catch(() => true) // it has become a Parquet file meanwhile
  if (sound) return []
  return [
    warning(
      'segment_damaged',
      [
        `${segment.path} holds something that is no record.`,
        `${segment.path} 中有不是记录的内容。`,
      ],
      [
        'Its other records are kept. Check the disk (dmesg), and whether another program writes there.',
        '其他记录不受影响。检查磁盘（dmesg），以及是否有其他程序在写。',
      ],
    ),
  ]
}

async function isSound({ path, isOpen, bytes }: Segment): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const head = await textAt(file, 0, Math.min(bytes, lookBytes))
    const tail = await textAt(file, Math.max(0, bytes - lookBytes), Math.min(bytes, lookBytes))
    const firstLine = head.slice(0, Math.max(0, head.indexOf('\n')))
    const isFirstWhole = head.includes('\n') ? isJson(firstLine) : head.startsWith('{')
    if (!isFirstWhole) return false
    if (isOpen) return true
    const lines = tail.split('\n')
    const last = lines.at(-2) ?? ''
    return tail.endsWith('\n') && (lines.length < 3 || isJson(last))
  } finally {
    await file.close()
  }
}

/** Longer than nearly every record. */
const lookBytes = 65_536

async function textAt(
  file: Awaited<ReturnType<typeof open>>,
  position: number,
  bytes: number,
): Promise<string> {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, position)
  return buffer.toString('utf8', 0, bytesRead)
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

async function parquetFindings(folder: string): Promise<DoctorFinding[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const files = names.filter((name) => name.endsWith('.parquet'))
  const checked = await Promise.all(
    files
      .toSorted()
      .slice(-mostFiles)
      .map(async (name) => ({ name, isWhole: await isParquet(join(folder, name)) })),
  )
  return checked
    .filter(({ isWhole }) => !isWhole)
    .map(({ name }) =>
      problem(
        'parquet_damaged',
        [
          `${join(folder, name)} is no whole Parquet file: its records cannot be searched.`,
          `${join(folder, name)} 不是完整的 Parquet 文件：其中的记录无法查询。`,
        ],
        [
          'Restore it from a backup, or delete it; check the disk (dmesg).',
          '从备份恢复或删除它；并检查磁盘（dmesg）。',
        ],
      ),
    )
}

const mostFiles = 2_000

/** Its first and its last four bytes are PAR1. */
async function isParquet(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return true // deleted by retention meanwhile
  try {
    const { size } = await file.stat()
    if (size < 12) return false
    const ends = await Promise.all([textAt(file, 0, 4), textAt(file, size - 4, 4)])
    return ends.every((text) => text === 'PAR1')
  } finally {
    await file.close()
  }
}

/** Kept by the log engine until they are as old as records may get. */
async function setAside(folder: string): Promise<DoctorFinding[]> {
  const folders = ['spool', 'flow'].map((name) => join(folder, name))
  const names = (
    await Promise.all(folders.map((path) => readdir(path, { recursive: true }).catch(() => [])))
  ).flat()
  const damaged = names.filter((name) => name.endsWith(damagedEnding))
  if (damaged.length === 0) return []
  return [
    warning(
      'files_set_aside',
      [
        `${damaged.length} damaged files were set aside: ${damaged.slice(0, 3).join(', ')}.`,
        `有 ${damaged.length} 个损坏的文件被搁置：${damaged.slice(0, 3).join('、')}。`,
      ],
      [
        'Their records cannot be searched. Check the disk (dmesg); the files may be deleted.',
        '其中的记录无法查询。检查磁盘（dmesg）；这些文件可以删除。',
      ],
    ),
  ]
}
