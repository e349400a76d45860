import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { codeOf } from '../model/reason.ts'
import { copyDatabase } from './sqlite-database.ts'
import { storageProblem, StorageProblem } from './storage-problem.ts'

/** A backup is one SQLite file: the control store as it is at one moment, also while a server writes it,
 *  with the private files that it needs in a table of their own. */
export interface BackupFacts {
  readonly gateways: number
  readonly releases: number
  readonly keys: number
}

/** Says that a file is a backup (https://sqlite.org/pragma.html#pragma_application_id): "FLBK". */
export const backupMark = 0x46_4c_42_4b

export async function backUp(dataFolder: string, file: string): Promise<BackupFacts> {
  const source = join(dataFolder, 'control.db')
  if (!existsSync(source)) {
    throw new StorageProblem(
      `There is no ${source} to keep. Name the data folder of a server with --data.`,
    )
  }
  if (existsSync(file)) {
    throw new StorageProblem(`The backup ${file} is there already. Choose another name.`)
  }
  const unfinished = `${file}.tmp`
  try {
    copyStore(source, unfinished)
    const facts = addPrivateFiles(unfinished, await privateFiles(dataFolder))
    await rename(unfinished, file)
    return facts
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function copyStore(source: string, target: string): void {
  let handle: DatabaseSync | undefined
  try {
    handle = new DatabaseSync(source, { readOnly: true, timeout: 5_000 })
    handle.exec('SELECT 1 FROM faultline_schema') // ours, and whole enough to be read
  } catch (error) {
    handle?.close()
    throw storageProblem('The database file', source, error)
  }
  try {
    copyDatabase(handle, target)
  } catch (error) {
    throw notWritten(target, error)
  } finally {
    handle.close()
  }
}

interface PrivateFile {
  /** Below the data folder. */
  readonly name: string
  readonly text: string
}

/** Read after the store: a gateway's key is made before the gateway is kept. */
async function privateFiles(dataFolder: string): Promise<PrivateFile[]> {
  const keys = await readdir(join(dataFolder, 'keys')).catch(() => [])
  const names = ['instance-id', 'notification-key', ...keys.map((name) => `keys/${name}`)].filter(
    isPrivateFile,
  )
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(dataFolder, name)
      if (!existsSync(path)) return []
      try {
        return [{ name, text: await readFile(path, 'utf8') }]
      } catch (error) {
        throw storageProblem('The file', path, error)
      }
    }),
  )
  return files.flat()
}

/** What a backup may hold, and where a restore may write: nothing else, whoever made the file. */
export function isPrivateFile(name: string): boolean {
  const isOwn = name === 'instance-id' || name === 'notification-key'
  return isOwn || /^keys\/[a-z][a-z0-9-]{0,63}\.pem$/.test(name)
}

function addPrivateFiles(file: string, files: readonly PrivateFile[]): BackupFacts {
  const handle = new DatabaseSync(file)
  try {
    handle.exec(`BEGIN; CREATE TABLE private_files (name TEXT PRIMARY KEY, body TEXT NOT NULL)`)
    const insert = handle.prepare('INSERT INTO private_files VALUES (?, ?)')
    for (const { name, text } of files) insert.run(name, text)
    handle.exec(`PRAGMA application_id = ${backupMark}; COMMIT`)
    return factsOf(handle)
  } catch (error) {
    throw notWritten(file, error)
  } finally {
    handle.close()
  }
}

export function factsOf(handle: DatabaseSync): BackupFacts {
  const countOf = (of: string): number =>
    Number(handle.prepare(`SELECT count(*) AS found FROM ${of}`).get()?.['found'])
  return {
    gateways: countOf("documents WHERE kind = 'gateway'"),
    releases: countOf('releases'),
    keys: countOf("private_files WHERE name LIKE 'keys/%'"),
  }
}

function notWritten(unfinished: string, error: unknown): StorageProblem {
  const file = basename(unfinished, '.tmp')
  return new StorageProblem(
    `The backup ${file} cannot be written (${codeOf(error)}). Free some space, or choose another place.`,
    { cause: error },
  )
}
