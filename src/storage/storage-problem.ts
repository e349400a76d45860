import { codeOf } from '../model/reason.ts'

/** What a person is told when the data folder cannot be used: one sentence with what to do. */
export class StorageProblem extends Error {
  override readonly name = 'StorageProblem'
}

/** Turns an error of the file system into that sentence; `what` names the thing we tried to keep. */
export function storageProblem(what: string, path: string, error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error
  const code = sqliteCode(error) || codeOf(error)
  return new StorageProblem(`${what} ${path} ${reasonFor(code)}`, { cause: error })
}

function reasonFor(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT': // a quota of the user
    case 'SQLITE_FULL':
    case 'EFBIG': // the file-size limit of the process (ulimit -f)
      return `cannot be written: the disk is full (${code}). Free some space, or choose another folder with --data.`
    case 'EACCES':
    case 'EPERM':
      return `may not be used by this user (${code}). Change its owner, or choose another folder with --data.`
    case 'SQLITE_BUSY':
      return `is locked by another program (${code}). End that one, or wait until it has.`
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return `is damaged (${code}). Restore it from a backup (faultline restore), or move it away and apply the definitions again.`
    case 'SQLITE_READONLY':
    case 'EROFS':
      return `is on a read-only file system (${code}). Choose another folder with --data.`
    case 'ENOTDIR':
    case 'EEXIST':
      return `is below a file, or is one itself (${code}). Choose another folder with --data.`
    case 'EMFILE':
    case 'ENFILE':
      return `cannot be opened: too many open files (${code}). Raise the limit (ulimit -n).`
    default:
      return `cannot be used (${code}). Choose another folder with --data.`
  }
}

/** Primary result codes that mean something to a person (https://sqlite.org/rescode.html). */
const sqliteCodes: ReadonlyMap<number, string> = new Map([
  [5, 'SQLITE_BUSY'],
  [8, 'SQLITE_READONLY'],
  [10, 'SQLITE_IOERR'],
  [11, 'SQLITE_CORRUPT'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
  [26, 'SQLITE_NOTADB'],
])

/** '' unless Node's SQLite said it. The upper bits of its number say where it happened. */
function sqliteCode(error: unknown): string {
  if (!(error instanceof Error) || !('errcode' in error)) return ''
  const code = Number(error.errcode) & 0xff
  return sqliteCodes.get(code) ?? `SQLITE_${code}`
}
