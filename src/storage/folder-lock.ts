import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { storageProblem, StorageProblem } from './storage-problem.ts'

/** One process per data folder. Node has no file locks of its own, so we take SQLite's: they are the
 *  system's (fcntl), hold between containers that share a volume, and end with the process however
 *  it dies, which a file with a process id in it does not. Nothing is ever stored in this file. */
export interface FolderLock {
  release(): void
}

/** Keeps every held lock reachable: a collected database handle would give its lock back silently. */
const held = new Set<DatabaseSync>()

export const lockFileName = 'faultline.lock'

export function lockFolder(folder: string): FolderLock {
  const path = join(folder, lockFileName)
  try {
    createPrivately(path)
    const database = locked(path)
    held.add(database)
    return {
      release: () => {
        held.delete(database)
        database.close()
      },
    }
  } catch (error) {
    if (isBusy(error)) {
      throw new StorageProblem(
        `The data folder ${folder} is in use by another Faultline. Stop that one, or choose another folder with --data.`,
        { cause: error },
      )
    }
    throw storageProblem('The lock file', path, error)
  }
}

function locked(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close() // collected later it would take the lock of a later try with it
    throw error
  }
}

/** SQLite would make it readable by everyone. Never opened where it exists: closing any handle of a
 *  file gives up every lock that the process has on it (fcntl). */
function createPrivately(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/** SQLITE_BUSY is result code 5 (https://sqlite.org/rescode.html#busy). */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
