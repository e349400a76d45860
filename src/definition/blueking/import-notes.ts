import type { DefinitionWarning } from '../definition.ts'
import type { Value } from './blueking-value.ts'

/** The report of an import: what is understood and does nothing here, and what is not understood. The
 *  same sentence about many places is one entry that names the first and counts the others. */
export class ImportNotes {
  readonly #places = new Map<string, { readonly first: string; count: number }>()

  add(value: Value, message: string): void {
    const known = this.#places.get(message)
    if (known !== undefined) known.count += 1
    else this.#places.set(message, { first: placeOf(value), count: 1 })
  }

  warnings(): DefinitionWarning[] {
    return [...this.#places].map(([message, { first, count }]) => {
      const others = count === 1 ? '' : ` and ${count - 1} more`
      return { path: `${first}${others}`, message }
    })
  }
}

function placeOf(value: Value): string {
  return `${value.file}:${value.line} ${value.pathText}`
}
