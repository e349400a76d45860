import { readFileSync, statSync } from 'node:fs'

/** A small system file (hosts, resolv.conf) in parsed form, read again when it has changed. Read
 *  synchronously: both are local, small, and needed before the first byte can go anywhere. */
export class WatchedFile<Parsed> {
  readonly #path: string
  readonly #parse: (text: string) => Parsed
  readonly #nowMs: () => number
  #parsed: Parsed
  #stamp = ''
  #checkedAtMs = -Infinity

  constructor(path: string, parse: (text: string) => Parsed, nowMs: () => number) {
    this.#path = path
    this.#parse = parse
    this.#nowMs = nowMs
    this.#parsed = parse('')
  }

  /** The same object until the file changes. */
  current(): Parsed {
    const nowMs = this.#nowMs()
    if (nowMs - this.#checkedAtMs < checkEveryMs) return this.#parsed
    this.#checkedAtMs = nowMs
    const stamp = stampOf(this.#path)
    if (stamp !== this.#stamp) {
      this.#stamp = stamp
      this.#parsed = this.#parse(textOf(this.#path))
    }
    return this.#parsed
  }
}

const checkEveryMs = 5_000

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`
}

/** A file that is missing or may not be read counts as empty, as it does for the C library. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
