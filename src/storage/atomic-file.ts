import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Replaces a file in two steps, so that a crash or a full disk leaves the old one whole: the new text is
 *  on disk under another name, then that is renamed. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp` // one process has the folder, see folder-lock.ts
  try {
    await writeSynced(temporary, text)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await rename(temporary, path)
  await syncFolder(dirname(path)) // else the rename itself may be lost with the power
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.chmod(0o600) // a left-over of an earlier crash keeps its mode
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
