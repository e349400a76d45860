import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { codeOf } from '../model/reason.ts'
import { replaceFile } from './atomic-file.ts'
import { type BackupFacts, backupMark, factsOf, isPrivateFile } from './backup-file.ts'
import { openDataFolder } from './data-folder.ts'
import { refuseNewer } from './migrate.ts'
import { copyDatabase } from './sqlite-database.ts'
import { StorageProblem } from './storage-problem.ts'

/** Puts a data folder back to what a backup holds. What was there stays beside it under another name. */
export interface RestoreFacts extends BackupFacts {
  /** What the names of the old things end with, '' where there were none. */
  readonly setAside: string
}

export async function restore(
  dataFolder: string,
  file: string,
  nowMs: number = Date.now(),
): Promise<RestoreFacts> {
  const backup = openBackup(file)
  try {
    requireWhole(backup, file)
    const folder = await openDataFolder(dataFolder) // refuses while a server runs on it
    try {
      const facts = factsOf(backup)
      const restored = folder.fileAt(unfinishedName)
      copyStore(backup, restored)
      const setAside = setOldAside(folder.path, `.before-restore-${stamp(nowMs)}`)
      for (const { name, text } of privateFiles(backup))
        await writePrivately(folder.fileAt(name), text)
      renameSync(restored, folder.fileAt('control.db'))
      return { ...facts, setAside }
    } finally {
      folder.release()
    }
  } catch (error) {
    if (error instanceof StorageProblem) throw error
    throw new StorageProblem(
      `The backup ${file} could not be put into ${dataFolder} (${codeOf(error)}). Free some space there and restore it again.`,
      { cause: error },
    )
  } finally {
    backup.close()
  }
}

const unfinishedName = 'control.db.restored'

/** A server that found half of a restore would begin with nothing. */
export function requireNoHalfRestore(dataFolder: string): void {
  if (!existsSync(join(dataFolder, unfinishedName))) return
  throw new StorageProblem(
    `A restore into ${dataFolder} did not come to its end. Run "faultline restore" again.`,
  )
}

function openBackup(file: string): DatabaseSync {
  if (!existsSync(file)) throw new StorageProblem(`There is no backup ${file}.`)
  let handle: DatabaseSync | undefined
  try {
    handle = new DatabaseSync(file, { readOnly: true })
    const mark = handle.prepare('PRAGMA application_id').get()?.['application_id']
    if (mark === backupMark) return handle
  } catch (error) {
    handle?.close()
    const isOther = error instanceof Error && 'errcode' in error && error.errcode === notADatabase
    throw isOther ? notABackup(file, error) : damaged(file, error)
  }
  handle.close()
  throw notABackup(file)
}

/** SQLITE_NOTADB (https://sqlite.org/rescode.html#notadb). */
const notADatabase = 26

function notABackup(file: string, cause?: unknown): StorageProblem {
  return new StorageProblem(
    `The file ${file} is no backup of Faultline. Name one that "faultline backup" wrote.`,
    { cause },
  )
}

function requireWhole(backup: DatabaseSync, file: string): void {
  try {
    const verdict = backup.prepare('PRAGMA integrity_check').get()?.['integrity_check']
    if (verdict !== 'ok') throw damaged(file)
    refuseNewer(Number(backup.prepare('SELECT version FROM faultline_schema').get()?.['version']))
  } catch (error) {
    throw error instanceof StorageProblem ? error : damaged(file, error)
  }
}

function damaged(file: string, cause?: unknown): StorageProblem {
  return new StorageProblem(
    `The backup ${file} is damaged; nothing was restored. Take another one, or another copy of it.`,
    { cause },
  )
}

/** The private files go to their own places. */
function copyStore(backup: DatabaseSync, restored: string): void {
  let handle: DatabaseSync | undefined
  try {
    copyDatabase(backup, restored)
    handle = new DatabaseSync(restored)
    handle.exec('DROP TABLE private_files; PRAGMA application_id = 0; VACUUM')
    handle.close()
  } catch (error) {
    if (handle?.isOpen === true) handle.close()
    rmSync(restored, { force: true }) // nothing was changed yet
    throw error
  }
}

function privateFiles(backup: DatabaseSync): { readonly name: string; readonly text: string }[] {
  return backup
    .prepare('SELECT name, body FROM private_files')
    .all()
    .map(({ name, body }) => ({ name: String(name), text: String(body) }))
    .filter(({ name }) => isPrivateFile(name))
}

/** The log of the old file (`-wal`) belongs to it under its new name as well. */
function setOldAside(folder: string, ending: string): string {
  let count = 0
  for (const [name, newName] of [
    ['control.db', `control.db${ending}`],
    ['control.db-wal', `control.db${ending}-wal`],
    ['keys', `keys${ending}`],
    ['instance-id', `instance-id${ending}`],
    ['notification-key', `notification-key${ending}`],
  ] as const) {
    if (!existsSync(join(folder, name))) continue
    renameSync(join(folder, name), join(folder, newName))
    count++
  }
  rmSync(join(folder, 'control.db-shm'), { force: true }) // made anew from the log
  return count === 0 ? '' : ending
}

async function writePrivately(path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  await replaceFile(path, text)
}

/** Such as `20261130T164200Z`: a name that needs no quoting. */
function stamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')
}
