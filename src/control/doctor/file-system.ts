import { statfs } from 'node:fs/promises'

/** The file system that a folder lies in, as far as it tells. */
export interface FileSystem {
  readonly type: number
  readonly blocks: number
  readonly bavail: number
  readonly bsize: number
  readonly files: number
  readonly ffree: number
}

export type FileSystemOf = (folder: string) => Promise<FileSystem>

export const fileSystemOf: FileSystemOf = async (folder) => await statfs(folder)

/** The name of one that makes its files up, where not even root can create any; undefined for all others. The
 *  count of blocks does not say so: FUSE and tmpfs without a limit have none either. */
export function nameWithoutFiles({ type }: FileSystem): string | undefined {
  return madeUp[type]
}

/** From Linux's `magic.h`. No other system has types so high. */
const madeUp: Readonly<Record<number, string>> = { 0x9fa0: 'proc', 0x62656572: 'sysfs' }
