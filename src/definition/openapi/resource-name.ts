import { dashedName } from '../check-resources.ts'

/** Names of resources from operationIds: valid, and told apart also in clients and documents. */
export interface NamedOperation {
  readonly name: string
  /** What had to be done for it. */
  readonly change: 'none' | 'renamed' | 'made' | 'numbered'
}

const longestName = 256
/** Room for `_` and a number. */
const longestStem = 248

export class ResourceNames {
  readonly #taken = new Set<string>()
  readonly #lastNumber = new Map<string, number>()

  nameFor(operationId: string | undefined, method: string, path: string): NamedOperation {
    const wanted = operationId === undefined ? '' : nameIn(operationId)
    const stem = wanted === '' ? nameIn(`${method.toLowerCase()}_${path}`) : wanted
    const change = wanted === '' ? 'made' : wanted === operationId ? 'none' : 'renamed'
    const dashed = dashedName(stem)
    if (!this.#taken.has(dashed)) return this.#take(stem, dashed, change)
    let number = this.#lastNumber.get(dashed) ?? 1
    let name: string
    do {
      number += 1
      name = `${stem.slice(0, longestStem)}_${number}`
    } while (this.#taken.has(dashedName(name)))
    this.#lastNumber.set(dashed, number)
    return this.#take(name, dashedName(name), 'numbered')
  }

  #take(name: string, dashed: string, change: NamedOperation['change']): NamedOperation {
    this.#taken.add(dashed)
    return { name, change }
  }
}

/** '' where no letter or digit is left, as of a name in Chinese. */
function nameIn(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]+/g, separator).replace(/^_+/, '')
  if (!/[A-Za-z0-9]/.test(plain)) return ''
  return (/^[A-Za-z]/.test(plain) ? plain : `op_${plain}`).slice(0, longestName)
}

/** Underscores stay as they are, also at the end: they may tell two names apart. */
function separator(found: string, at: number, text: string): string {
  if (/^_+$/.test(found)) return found
  return at === 0 || at + found.length === text.length ? '' : '_'
}
