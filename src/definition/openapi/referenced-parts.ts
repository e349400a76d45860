import { longestSchema } from '../check-documentation.ts'
import { isRecord } from '../shape.ts'
import type { DocumentNodes } from './document-nodes.ts'
import type { ReportWriter } from './import-report.ts'

/** The parts of a document that operations refer to, each once and as it stands there. Nothing is put in
 *  place of a `$ref`, so parts that refer to each other in circles cost what their text costs. */
export class ReferencedParts {
  readonly #nodes: DocumentNodes
  readonly #report: ReportWriter
  readonly #wanted = new Set<string>()

  constructor(nodes: DocumentNodes, report: ReportWriter) {
    this.#nodes = nodes
    this.#report = report
  }

  /** Remembers what `part` refers to. */
  note(part: unknown): void {
    for (const reference of referencesIn(part)) this.#wanted.add(reference)
  }

  /** And what those refer to, and so on. */
  all(): Record<string, unknown> {
    const parts: Record<string, unknown> = {}
    let left = mostCharacters
    // a set that grows while it is walked is walked to its end
    for (const reference of this.#wanted) {
      const node = this.#nodes.pointed(reference)
      if (node === undefined) continue // leads nowhere
      const read = this.#nodes.plain(node, mostValues)
      const length = read === undefined ? Infinity : (JSON.stringify(read.value) ?? '').length
      if (read === undefined || length > longestSchema || left < length) {
        this.#report.warn('largeParts', this.#nodes.startOf(node), reference)
        continue
      }
      left -= length
      parts[reference] = read.value
      this.note(read.value)
    }
    return parts
  }
}

const mostValues = 5_000
/** Of all parts of a document together: what is read in one go stays below the limit of an apply. */
const mostCharacters = 4_194_304
const longestReference = 1_024

export function* referencesIn(part: unknown): Generator<string> {
  const open: unknown[] = [part]
  while (open.length > 0) {
    const value = open.pop()
    if (Array.isArray(value)) open.push(...value)
    else if (isRecord(value)) {
      const reference = value['$ref']
      const isKept = typeof reference === 'string' && reference.length <= longestReference
      if (isKept && reference.startsWith('#/')) yield reference
      open.push(...Object.values(value))
    }
  }
}
