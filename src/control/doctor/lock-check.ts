import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { lockFileName, lockFolder } from '../../storage/folder-lock.ts'

const { ok, note, problem } = findingsOf('stores')

/** Does a server hold the data folder? Only for a process that is no server itself: to close a handle
 *  of the lock file gives up the process's own lock (fcntl). */
export function checkLock(dataFolder: string): DoctorFinding[] {
  const folder = resolve(dataFolder)
  if (!existsSync(join(folder, lockFileName))) return []
  try {
    lockFolder(folder).release()
  } catch {
    return [held(folder)]
  }
  if (runtimeIn(folder) === undefined) {
    return [ok('folder_free', ['No server holds the data folder.', '没有服务占用数据目录。'])]
  }
  return [
    note(
      'runtime_stale',
      [
        'The last server ended without cleaning up (killed, or a power failure); nothing is held any more.',
        '上次服务没有正常结束（被杀或断电）；数据目录已不被占用。',
      ],
      [
        'Nothing to do: the next start goes on from what lies on disk.',
        '无需处理：下次启动会从磁盘上的内容继续。',
      ],
    ),
  ]
}

function held(folder: string): DoctorFinding {
  const runtime = runtimeIn(folder)
  const who = runtime === undefined ? '' : ` (pid ${runtime.pid}, console ${runtime.console})`
  return problem(
    'folder_held',
    [
      `A server holds the data folder${who}, but the server asked for does not answer.`,
      `有服务占用数据目录${who}，但所询问的服务没有应答。`,
    ],
    [
      runtime === undefined
        ? 'It is starting or hangs: look at its process log.'
        : `Ask it with --server ${runtime.console}; where that does not answer either it hangs: look at its process log.`,
      runtime === undefined
        ? '它正在启动或已挂起：查看其进程日志。'
        : `用 --server ${runtime.console} 询问；仍无应答则已挂起：查看其进程日志。`,
    ],
  )
}

function runtimeIn(folder: string): { readonly pid: number; readonly console: string } | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'runtime.json'), 'utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    if (!('pid' in value) || !('console' in value)) return undefined
    return { pid: Number(value.pid), console: String(value.console) }
  } catch {
    return undefined
  }
}
