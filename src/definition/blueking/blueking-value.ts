import { type Path, pathText, type ProblemList } from '../definition-problem.ts'
import type { TextSource } from '../definition-source.ts'
import { withoutReferences } from '../references.ts'
import { isRecord } from '../shape.ts'
import type { TextPlaces } from '../text-places.ts'
import { type FilledTemplate, markPattern, notSet } from './template-text.ts'
import { type TemplateValue, textOf } from './template-values.ts'

/** What the values of one file share. */
export interface BlueKingDocument {
  readonly source: TextSource
  /** Of the file as people have it. */
  readonly places: TextPlaces
  readonly filled: FilledTemplate
  readonly problems: ProblemList
  /** Variables that were missed already: whoever sets one sets it for all. */
  readonly missed: Set<string>
}

export interface Settled {
  /** As it is. */
  readonly value: string
  /** As an export writes it: `${NAME}` for what comes from the environment. */
  readonly written: string
  readonly isFilled: boolean
}

/** A value of a definition of the old system, and where it stands. */
export class Value {
  readonly raw: unknown
  readonly path: Path
  readonly document: BlueKingDocument

  constructor(raw: unknown, path: Path, document: BlueKingDocument) {
    this.raw = raw
    this.path = path
    this.document = document
  }

  /** undefined: not there, or null, which the old system takes as not there. */
  member(key: string): Value | undefined {
    if (!isRecord(this.raw) || !Object.hasOwn(this.raw, key)) return undefined
    const raw = this.raw[key]
    return raw === null || raw === undefined ? undefined : this.#child(raw, key)
  }

  /** Empty where it is no mapping, which is reported. */
  members(): readonly (readonly [string, Value])[] {
    if (!isRecord(this.raw)) {
      this.report('expected a mapping', 'Lines of "key: value".')
      return []
    }
    return Object.entries(this.raw).map(([key, raw]) => [key, this.#child(raw, key)])
  }

  /** Empty where it is no list, which is reported. */
  items(): readonly Value[] {
    if (Array.isArray(this.raw)) return this.raw.map((raw, index) => this.#child(raw, index))
    this.report('expected a list', 'Each item begins with "- ".')
    return []
  }

  /** undefined: a list or a mapping, which is reported. */
  text(): string | undefined {
    const { raw } = this
    if (typeof raw === 'string') return this.settled(raw).value
    if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
    this.report('expected text')
    return undefined
  }

  number(): number | undefined {
    const { raw } = this
    if (typeof raw === 'number') return raw
    const text = typeof raw === 'string' ? this.settled(raw).value.trim() : ''
    if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) return Number(text)
    this.report('expected a number')
    return undefined
  }

  truth(): boolean | undefined {
    const { raw } = this
    if (typeof raw === 'boolean') return raw
    const text = typeof raw === 'string' ? this.settled(raw).value.trim() : ''
    if (/^true$/i.test(text)) return true
    if (/^false$/i.test(text)) return false
    this.report('expected true or false')
    return undefined
  }

  settled(text: string): Settled {
    let isFilled = false
    let value = ''
    let written = ''
    let position = 0
    for (const match of text.matchAll(markPattern)) {
      const found = this.document.filled.values[Number(match[1])]
      if (found === undefined) continue // written out in the file; stands for itself
      const plain = text.slice(position, match.index)
      const filled = this.#filled(found)
      value += plain + filled.value
      written += withoutReferences(plain) + filled.written
      position = match.index + match[0].length
      isFilled = true
    }
    const rest = text.slice(position)
    return { value: value + rest, written: written + withoutReferences(rest), isFilled }
  }

  /** As people read it, `${NAME}` for what comes from the environment, which is not asked. */
  unsettled(text: string): string {
    return text.replaceAll(markPattern, (mark, number: string) => {
      const found = this.document.filled.values[Number(number)]
      if (found === undefined) return mark
      return found.kind === 'reference' ? `\${${found.name}}` : textOf(found.value)
    })
  }

  /** Nothing is said: an empty text, list or mapping, 0, false. */
  get isEmpty(): boolean {
    const { raw } = this
    if (typeof raw === 'object' && raw !== null) return Object.keys(raw).length === 0
    return raw === '' || raw === 0 || raw === false || raw === null || raw === undefined
  }

  report(message: string, suggestion = '', at?: 'key'): void {
    this.document.source.report(this.path, message, suggestion, at)
  }

  /** For the report of what has no effect. */
  get line(): number {
    return this.document.source.lineOf(this.path)
  }

  get file(): string {
    return this.document.source.file
  }

  get pathText(): string {
    return pathText(this.path)
  }

  #filled(found: TemplateValue): { value: string; written: string } {
    if (found.kind === 'value') {
      const value = textOf(found.value)
      return { value, written: withoutReferences(value) }
    }
    const { name, text } = found
    const { missed } = this.document
    if (text === undefined && !missed.has(name)) {
      missed.add(name)
      this.report(notSet(name), `Set ${name} first; where it is to be empty, set it to "".`)
    }
    return { value: text ?? '', written: `\${${name}}` }
  }

  #child(raw: unknown, step: string | number): Value {
    return new Value(raw, [...this.path, step], this.document)
  }
}
