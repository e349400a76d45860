import type { Environment } from '../references.ts'
import { judge } from './template-condition.ts'
import { type Tag, tagsOf } from './template-tags.ts'
import {
  evaluate,
  listOf,
  pairsOf,
  type Scope,
  type TemplateProblem,
  type TemplateValue,
} from './template-values.ts'

/** A definition of the old system is a template before it is YAML. Loops and conditions are carried
 *  out here; an expression becomes a mark that stands for its value until the YAML was read, so that a
 *  value can never change the structure and `${NAME}` can be kept for export. */
export interface FilledTemplate {
  /** YAML, with marks. */
  readonly text: string
  /** By the number in a mark. */
  readonly values: readonly TemplateValue[]
  /** From a place in `text` to the place in the template. */
  offsetOf(offset: number): number
}

export type ReportAt = (offset: number, message: string, suggestion: string) => void

/** Private use characters: no YAML parser sees anything in them, no definition needs them. */
const markStart = '\uE000'
export const markPattern = /\uE000(\d+)\uE001/g

const longestTextBytes = 8 * 1024 * 1024
const mostPieces = 100_000
/** Tags that are looked at, those of a loop each time: a loop may also go round without a word. */
const mostSteps = 300_000
/** Expressions have some dozen characters; a condition is taken apart by patterns. */
const longestTag = 1_000
const deepestLevel = 20

export function fillTemplate(
  template: string,
  environment: Environment | undefined,
  report: ReportAt,
): FilledTemplate {
  const filling = new Filling(template, environment, report)
  filling.block([], 0, {}, true)
  return filling.result()
}

interface Piece {
  readonly start: number
  readonly origin: number
  /** Text of the template as it is, not a mark. */
  readonly isCopy: boolean
}

class Filling {
  readonly #template: string
  readonly #environment: Environment | undefined
  readonly #report: ReportAt
  readonly #tags: readonly Tag[]
  readonly #pieces: Piece[] = []
  readonly #values: TemplateValue[] = []
  readonly #texts: string[] = []
  #length = 0
  #steps = 0
  #hasStopped = false
  /** The next tag, and where the text before it begins. */
  #next = 0
  #position = 0

  constructor(template: string, environment: Environment | undefined, report: ReportAt) {
    this.#template = template
    this.#environment = environment
    this.#report = report
    this.#tags = tagsOf(template)
    const forbidden = template.indexOf(markStart)
    if (forbidden !== -1) this.#stop(forbidden, 'the character U+E000 cannot stand here', '')
  }

  result(): FilledTemplate {
    const pieces = this.#pieces
    return {
      text: this.#texts.join(''),
      values: this.#values,
      offsetOf: (offset) => {
        const piece = pieces.findLast(({ start }) => start <= offset)
        if (piece === undefined) return 0
        return piece.isCopy ? piece.origin + offset - piece.start : piece.origin
      },
    }
  }

  /** Fills in up to one of `ends` and gives it; undefined at the end of the template. */
  block(ends: readonly string[], level: number, scope: Scope, isWanted: boolean): Tag | undefined {
    while (!this.#hasStopped) {
      const tag = this.#tags[this.#next]
      const end = tag?.offset ?? this.#template.length
      if (isWanted) this.#copy(this.#position, end)
      this.#position = tag?.end ?? end
      this.#next += 1
      if (tag === undefined) return undefined
      if (this.#isTooMuch(tag)) return undefined
      if (tag.kind === 'expression' && isWanted) this.#put(tag, scope)
      if (tag.kind !== 'statement') continue
      if (ends.includes(wordOf(tag))) return tag
      this.#statement(tag, level, scope, isWanted)
    }
    return undefined
  }

  #isTooMuch({ offset, content }: Tag): boolean {
    this.#steps += 1
    if (this.#steps > mostSteps) this.#stop(offset, 'the template goes round too often', '')
    if (content.length > longestTag) {
      this.#stop(offset, `longer than ${longestTag} characters`, 'Write it in parts.')
    }
    return this.#hasStopped
  }

  #statement(tag: Tag, level: number, scope: Scope, isWanted: boolean): void {
    if (level >= deepestLevel) return this.#stop(tag.offset, 'statements are nested too deeply', '')
    const word = wordOf(tag)
    if (word === 'for') return this.#loop(tag, level, scope, isWanted)
    if (word === 'if') return this.#choice(tag, level, scope, isWanted)
    if (word === 'comment') {
      this.#closed(tag, this.block(['endcomment'], level + 1, scope, false))
      return
    }
    if (!isWanted) return
    const message = `the template statement ${JSON.stringify(tag.content.slice(0, 60))} is not known here`
    this.#stop(tag.offset, message, 'Known: for, if, comment. Fill the template in before.')
  }

  #loop(tag: Tag, level: number, scope: Scope, isWanted: boolean): void {
    const [, names = '', of = ''] = loopPattern.exec(tag.content) ?? []
    const list = isWanted ? this.#listOf(tag, of, scope) : []
    const next = this.#next
    const position = this.#position
    for (const [index, item] of list.entries()) {
      this.#next = next
      this.#position = position
      const forloop = {
        counter: index + 1,
        counter0: index,
        first: index === 0,
        last: index === list.length - 1,
      }
      this.block(['endfor', 'empty'], level + 1, { ...scope, forloop, ...named(names, item) }, true)
      if (this.#hasStopped) return
    }
    this.#next = next
    this.#position = position
    let end = this.block(['endfor', 'empty'], level + 1, scope, false)
    if (end !== undefined && wordOf(end) === 'empty') {
      end = this.block(['endfor'], level + 1, scope, isWanted && list.length === 0)
    }
    this.#closed(tag, end)
  }

  #listOf(tag: Tag, expression: string, scope: Scope): readonly unknown[] {
    if (expression === '') {
      this.#stop(tag.offset, 'expected {% for NAME in LIST %}', '')
      return []
    }
    const isOfPairs = expression.endsWith('.items')
    const list = isOfPairs ? expression.slice(0, -'.items'.length) : expression
    const value = evaluate(list, this.#environment, scope)
    if (!('kind' in value)) return this.#refuse(tag, value)
    if (value.kind === 'value' || value.text !== undefined) {
      return isOfPairs ? pairsOf(value) : listOf(value)
    }
    const form = isOfPairs ? 'a JSON object' : 'items with commas between them, or a JSON list'
    const suggestion = `Set ${value.name}: ${form}.`
    return this.#refuse(tag, { message: notSet(value.name), suggestion })
  }

  #refuse(tag: Tag, { message, suggestion }: TemplateProblem): readonly unknown[] {
    this.#report(tag.offset, message, suggestion)
    return []
  }

  #choice(tag: Tag, level: number, scope: Scope, isWanted: boolean): void {
    let current: Tag | undefined = tag
    let isOpen = isWanted
    while (current !== undefined && wordOf(current) !== 'endif') {
      const isElse = wordOf(current) === 'else'
      const judged = isOpen && (isElse || this.#judged(current, scope))
      if (judged) isOpen = false
      const ends = isElse ? ['endif'] : ['elif', 'else', 'endif']
      current = this.block(ends, level + 1, scope, judged)
    }
    this.#closed(tag, current)
  }

  #judged(tag: Tag, scope: Scope): boolean {
    const judged = judge(tag.content.replace(/^\w+\s*/, ''), this.#environment, scope)
    if (typeof judged === 'boolean') return judged
    this.#report(tag.offset, judged.message, judged.suggestion)
    return false
  }

  #closed(tag: Tag, end: Tag | undefined): void {
    if (end !== undefined || this.#hasStopped) return
    this.#stop(tag.offset, `{% ${wordOf(tag)} %} has no {% end${wordOf(tag)} %}`, '')
  }

  #put(tag: Tag, scope: Scope): void {
    const value = evaluate(tag.content, this.#environment, scope)
    if ('kind' in value) {
      this.#add(`${markStart}${this.#values.length}\uE001`, tag.offset, false)
      this.#values.push(value)
    } else this.#report(tag.offset, value.message, value.suggestion)
  }

  #copy(start: number, end: number): void {
    if (start < end) this.#add(this.#template.slice(start, end), start, true)
  }

  #add(text: string, origin: number, isCopy: boolean): void {
    if (this.#length + text.length > longestTextBytes || this.#pieces.length >= mostPieces) {
      return this.#stop(origin, 'the filled-in text would be larger than 8 MiB', '')
    }
    this.#pieces.push({ start: this.#length, origin, isCopy })
    this.#texts.push(text)
    this.#length += text.length
  }

  #stop(offset: number, message: string, suggestion: string): void {
    if (this.#hasStopped) return
    this.#hasStopped = true
    this.#report(offset, message, suggestion)
  }
}

export function notSet(name: string): string {
  return `the environment variable ${name}, which the template needs, is not set`
}

const loopPattern = /^for\s+([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)?)\s+in\s+(.+)$/

/** `for key, value in …` takes pairs apart. */
function named(names: string, item: unknown): Scope {
  const [first = '', second] = names.split(',').map((name) => name.trim())
  if (second === undefined) return { [first]: item }
  const [one, other] = Array.isArray(item) ? (item as readonly unknown[]) : [item]
  return { [first]: one, [second]: other }
}

function wordOf({ content }: Tag): string {
  return content.split(/\s/, 1)[0] ?? ''
}
