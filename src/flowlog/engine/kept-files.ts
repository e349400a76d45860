import { readdir, rm } from 'node:fs/promises'
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

  static async open(folder: string): Promise<KeptFiles> {
    await removeUnfinished(folder)
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
