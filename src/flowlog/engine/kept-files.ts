import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listParquetFiles, removeUnfinished, type ParquetFile } from './parquet-files.ts'

/** The Parquet files that questions read now, and the one place that deletes any. */
export class KeptFiles {
  readonly folder: string
  #files: readonly ParquetFile[]

  private constructor(folder: string, files: readonly ParquetFile[]) {
    this.folder = folder
    this.#files = files
  }

  /** Finishes what was begun before the engine was killed. */
  static async open(folder: string): Promise<KeptFiles> {
    await removeUnfinished(folder)
    await finishReplacing(folder)
    return new KeptFiles(folder, await listParquetFiles(folder))
  }

  get all(): readonly ParquetFile[] {
    return this.#files
  }

  add(file: ParquetFile): void {
    this.#files = [...this.#files, file]
  }

  /** Questions from here on do not see them; delete them when those before have ended. */
  hide(files: readonly ParquetFile[]): void {
    const gone = new Set(files.map(({ name }) => name))
    this.#files = this.#files.filter(({ name }) => !gone.has(name))
  }

  /** Questions see the one instead of the others, all at once. */
  replace(files: readonly ParquetFile[], by: ParquetFile): void {
    this.hide(files)
    this.add(by)
  }

  async delete(files: readonly ParquetFile[]): Promise<void> {
    for (const { name } of files) await rm(join(this.folder, name), { force: true })
  }

  /** Somebody deleted files by hand. Gives those that are gone. */
  async noticeMissing(): Promise<ParquetFile[]> {
    const present = new Set(await readdir(this.folder))
    const missing = this.#files.filter(({ name }) => !present.has(name))
    this.hide(missing)
    return missing
  }
}

/** Written before a file takes the place of others, removed after they are deleted. With it, a crash
 *  between the two doubles nothing. */
export async function announceReplacing(
  folder: string,
  files: readonly ParquetFile[],
  by: ParquetFile,
): Promise<void> {
  const names = files.map(({ name }) => `${name}\n`).join('')
  await writeFile(join(folder, by.name + replacingEnding), names, { flush: true })
}

export async function forgetReplacing(folder: string, by: ParquetFile): Promise<void> {
  await rm(join(folder, by.name + replacingEnding), { force: true })
}

const replacingEnding = '.replaces'

async function finishReplacing(folder: string): Promise<void> {
  const names = await readdir(folder)
  for (const name of names.filter((one) => one.endsWith(replacingEnding))) {
    const file = name.slice(0, -replacingEnding.length)
    if (names.includes(file)) await deleteNamed(folder, name)
    await rm(join(folder, name), { force: true })
  }
}

/** Only files that are the log's own: a line is a name, never a path. */
async function deleteNamed(folder: string, listName: string): Promise<void> {
  const replaced = (await readFile(join(folder, listName), 'utf8')).split('\n')
  for (const name of replaced) {
    if (/^[\d-]+\.parquet$/.test(name)) await rm(join(folder, name), { force: true })
  }
}
