import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { replaceFile } from './atomic-file.ts'
import { type FolderLock, lockFileName, lockFolder } from './folder-lock.ts'
import { codeOf } from '../model/reason.ts'
import { storageProblem, StorageProblem } from './storage-problem.ts'

/** The data folder: private to its user (0700, files 0600), writable, and held by one process. */
export interface DataFolder {
  readonly path: string
  fileAt(name: string): string
  /** The text of a small secret or id that is made once and kept; `isNew` where this call made it. */
  keep(
    name: string,
    make: () => string,
  ): Promise<{ readonly text: string; readonly isNew: boolean }>
  write(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
  release(): void
}

export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder)
  try {
    await createPrivately(path)
    const lock = lockFolder(path)
    try {
      await proveWritable(path)
    } catch (error) {
      lock.release()
      throw error
    }
    return dataFolder(path, lock)
  } catch (error) {
    throw storageProblem('The data folder', path, error)
  }
}

function dataFolder(path: string, lock: FolderLock): DataFolder {
  const fileAt = (name: string): string => join(path, name)
  return {
    path,
    fileAt,
    keep: async (name, make) => keepText(fileAt(name), make),
    write: async (name, text) => {
      try {
        await replaceFile(fileAt(name), text)
      } catch (error) {
        throw storageProblem('The file', fileAt(name), error)
      }
    },
    remove: async (name) => rm(fileAt(name), { force: true }),
    release: () => lock.release(),
  }
}

/** A folder that holds other people's files is not made private behind their back. */
async function createPrivately(path: string): Promise<void> {
  if (await created(path)) return
  const names = (await readdir(path)).filter((name) => name !== 'lost+found') // root of an ext4 volume
  if (names.length > 0 && !names.includes(lockFileName)) {
    throw new StorageProblem(
      `The folder ${path} holds other files and was never a data folder of Faultline. Choose an empty or new one with --data.`,
    )
  }
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o700)
}

/** true: it was not there. Not `mkdir(recursive)`, which never ends where a parent exists and still
 *  nothing can be made in it (`/proc/x`, Node 24.21). */
async function created(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return false
    const parentIsThere = await stat(dirname(path)).then(
      () => true,
      () => false,
    )
    if (codeOf(error) !== 'ENOENT' || parentIsThere) throw error
  }
  await created(dirname(path))
  await mkdir(path, { mode: 0o700 })
  return true
}

/** 64 KiB: more than the block that a nearly full disk may still have left for one small file. */
const proofBytes = 65_536

async function proveWritable(path: string): Promise<void> {
  const proof = join(path, 'write-test.tmp')
  try {
    const file = await open(proof, 'w', 0o600)
    try {
      await file.writeFile(Buffer.alloc(proofBytes))
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    await rm(proof, { force: true })
  }
}

async function keepText(
  path: string,
  make: () => string,
): Promise<{ readonly text: string; readonly isNew: boolean }> {
  try {
    const text = (await readFile(path, 'utf8')).trim()
    if (text !== '') return { text, isNew: false }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw storageProblem('The file', path, error)
  }
  const text = make()
  try {
    await replaceFile(path, `${text}\n`)
  } catch (error) {
    throw storageProblem('The file', path, error)
  }
  return { text, isNew: true }
}

/** 256 random bits in base64url: 43 characters that need no quoting anywhere. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}
