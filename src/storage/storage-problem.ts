import { codeOf } from '../model/reason.ts'

/** What a person is told when the data folder cannot be used: one sentence with what to do. */
export class StorageProblem extends Error {
  override readonly name = 'StorageProblem'
}

/** Turns an error of the file system into that sentence; `what` names the thing we tried to keep. */
export function storageProblem(what: string, path: string, error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error
  const code = codeOf(error)
  return new StorageProblem(`${what} ${path} ${reasonFor(code)}`, { cause: error })
}

function reasonFor(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT': // a quota of the user
    case 'EFBIG': // the file-size limit of the process (ulimit -f)
      return `cannot be written: the disk is full (${code}). Free some space, or choose another folder with --data.`
    case 'EACCES':
    case 'EPERM':
      return `may not be used by this user (${code}). Change its owner, or choose another folder with --data.`
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
