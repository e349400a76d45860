import { constants } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { codeOf } from '../../model/reason.ts'
import type { ExaminedPlace } from './examined-place.ts'
import {
  fileSystemOf,
  nameWithoutFiles,
  type FileSystem,
  type FileSystemOf,
} from './file-system.ts'

const { ok, note, warning, problem } = findingsOf('disk')

/** The data folder: may it be written, who else can read it, how much room is left. */
export async function checkDisk(
  { settings }: Pick<ExaminedPlace, 'settings'>,
  look: FileSystemOf = fileSystemOf,
): Promise<DoctorFinding[]> {
  const folder = resolve(settings.data)
  const found = await stat(folder).catch((error: unknown) => codeOf(error))
  if (typeof found === 'string') return [await unusable(folder, found, look)]
  if (!found.isDirectory()) return [notAFolder(folder)]
  const system = await look(folder).catch(codeOf)
  const madeUp = madeUpFinding(folder, system)
  if (madeUp !== undefined) return [madeUp]
  const [rights, modes] = await Promise.all([writable(folder), openModes(folder)])
  return [...rights, ...modes, ...roomLeft(folder, system, settings.retainMib)]
}

async function unusable(folder: string, code: string, look: FileSystemOf): Promise<DoctorFinding> {
  if (code !== 'ENOENT') return notAccessible(folder, code)
  const parent = await nearestParent(folder)
  const madeUp = madeUpFinding(parent, await look(parent).catch(codeOf))
  if (madeUp !== undefined) return madeUp
  const reason = await access(parent, constants.W_OK).then(
    () => '',
    (error: unknown) => codeOf(error),
  )
  if (reason !== '') return notAccessible(parent, reason)
  return note('data_folder_missing', [
    `The data folder ${folder} does not exist yet; the first start makes it.`,
    `数据目录 ${folder} 尚不存在，首次启动时会创建。`,
  ])
}

async function nearestParent(folder: string): Promise<string> {
  const parent = dirname(folder)
  const isThere = await stat(parent).then(
    () => true,
    () => false,
  )
  return isThere || parent === folder ? parent : nearestParent(parent)
}

function notAccessible(path: string, code: string): DoctorFinding {
  return problem(
    'data_folder_not_writable',
    [`${path} cannot be written by this user (${code}).`, `当前用户不能写 ${path}（${code}）。`],
    [
      'Change its owner, or choose another folder with --data.',
      '修改其属主，或用 --data 选择其他目录。',
    ],
  )
}

function madeUpFinding(path: string, system: FileSystem | string): DoctorFinding | undefined {
  const name = typeof system === 'string' ? undefined : nameWithoutFiles(system)
  if (name === undefined) return undefined
  return problem(
    'data_folder_keeps_no_files',
    [
      `${path} is part of ${name}, which keeps no files.`,
      `${path} 属于 ${name}，其中不能保存文件。`,
    ],
    ['Choose another folder with --data.', '用 --data 选择其他目录。'],
  )
}

function notAFolder(folder: string): DoctorFinding {
  return problem(
    'data_folder_is_file',
    [`${folder} is no folder.`, `${folder} 不是目录。`],
    ['Choose another folder with --data.', '用 --data 选择其他目录。'],
  )
}

async function writable(folder: string): Promise<DoctorFinding[]> {
  const parts = [folder, ...['spool', 'flow', 'keys'].map((name) => join(folder, name))]
  const reasons = await Promise.all(
    parts.map(async (path) => ({
      path,
      code: await access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
        () => '',
        (error: unknown) => codeOf(error),
      ),
    })),
  )
  const wrong = reasons.filter(({ code }) => code !== '' && code !== 'ENOENT')
  if (wrong.length > 0) return wrong.map(({ path, code }) => notAccessible(path, code))
  return [ok('data_folder_writable', [`${folder} can be written.`, `${folder} 可写。`])]
}

/** Secrets lie there: the token, private keys, request bodies. */
async function openModes(folder: string): Promise<DoctorFinding[]> {
  const keys = await readdir(join(folder, 'keys')).catch(() => [])
  const paths = [
    folder,
    ...['admin-token', 'control.db', 'instance-id', 'keys', 'spool', 'flow'].map((name) =>
      join(folder, name),
    ),
    ...keys.slice(0, mostKeys).map((name) => join(folder, 'keys', name)),
  ]
  const open = await Promise.all(
    paths.map(async (path) => {
      const mode = (await stat(path).catch(() => undefined))?.mode ?? 0
      return (mode & 0o077) === 0 ? [] : [{ path, mode: (mode & 0o777).toString(8) }]
    }),
  )
  return open
    .flat()
    .map(({ path, mode }) =>
      problem(
        'mode_open',
        [
          `${path} may be read by others on this machine (mode ${mode}); it holds secrets.`,
          `本机其他用户可以访问 ${path}（权限 ${mode}），其中有机密内容。`,
        ],
        [`chmod go= ${path}`, `chmod go= ${path}`],
      ),
    )
}

const mostKeys = 1_000
const mib = 1_048_576

function roomLeft(folder: string, system: FileSystem | string, retainMib: number): DoctorFinding[] {
  if (typeof system === 'string') return [roomUnknown(folder, system)]
  // some file systems count no inodes, some not even blocks: FUSE, tmpfs without a limit
  const inodesLeft = system.files === 0 ? 1 : system.ffree / system.files
  const freeMib = Math.floor((system.bavail * system.bsize) / mib)
  const space =
    system.blocks === 0 ? [roomUnknown(folder, '0 blocks')] : spaceFindings(freeMib, retainMib)
  return [...space, ...inodeFindings(inodesLeft)]
}

function roomUnknown(folder: string, reason: string): DoctorFinding {
  return note('disk_free_unknown', [
    `The file system of ${folder} does not tell how much room is left (${reason}).`,
    `${folder} 所在的文件系统没有给出剩余空间（${reason}）。`,
  ])
}

/** Requests go on with a full disk, records are dropped. */
const problemMib = 256
const warningMib = 1_024

function spaceFindings(freeMib: number, retainMib: number): DoctorFinding[] {
  const sentence = [`${freeMib} MiB are free.`, `剩余 ${freeMib} MiB。`] as const
  const advice = [
    'Free some space, or keep fewer records (--retain-days, --retain-mib). With a full disk requests go on, but records are dropped.',
    '释放空间，或减少保留的记录（--retain-days、--retain-mib）。磁盘满时请求继续，但记录会被丢弃。',
  ] as const
  if (freeMib < problemMib) return [problem('disk_full', sentence, advice)]
  if (freeMib < warningMib) return [warning('disk_low', sentence, advice)]
  if (freeMib >= retainMib) return [ok('disk_free', sentence)]
  return [
    note(
      'disk_below_retention',
      [
        `${freeMib} MiB are free, and records may grow to ${retainMib} MiB in all.`,
        `剩余 ${freeMib} MiB，而记录最多可占用 ${retainMib} MiB。`,
      ],
      [
        'Lower --retain-mib, unless most of it is written already.',
        '如尚未写满，请调低 --retain-mib。',
      ],
    ),
  ]
}

function inodeFindings(shareLeft: number): DoctorFinding[] {
  if (shareLeft > 0.05) return []
  const percent = (shareLeft * 100).toFixed(1)
  const sentence = [
    `Only ${percent} % of the inodes are free: no files can be made soon, whatever space is left.`,
    `inode 仅剩 ${percent} %：即使有空间，不久也无法创建文件。`,
  ] as const
  const advice = [
    'Delete files, mostly of other programs in the same file system.',
    '删除文件，通常是同一文件系统中其他程序的文件。',
  ] as const
  return [
    shareLeft < 0.005
      ? problem('inodes_used_up', sentence, advice)
      : warning('inodes_low', sentence, advice),
  ]
}
