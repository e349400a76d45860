import type { Path, Report } from './definition-problem.ts'
import { didYouMean } from './nearest-word.ts'
import {
  choicesOf,
  fromText,
  hasType,
  isAllowed,
  isRecord,
  matches,
  memberShape,
  mostAlike,
  type Shape,
} from './shape.ts'
import { expectation, rangeText, shown } from './shape-words.ts'
import type { Mark, Marks } from './yaml-value.ts'

/** Compares a value with a schema and reports each difference in plain words. Own code and not the
 *  validator of TypeBox, because that stops after 8 errors, knows no unknown keys' neighbours and
 *  would print secrets. Handles the keywords our schemas use; a test holds both to one opinion. */
export interface ShapeCheck {
  readonly report: Report
  readonly marks: Marks
  /** Objects and lists that were found right, members included. */
  readonly sound: WeakSet<object>
}

export function checkShape(shape: Shape, value: unknown, path: Path, check: ShapeCheck): boolean {
  return new Walk(check, [...path]).value(shape, value, undefined)
}

class Walk {
  readonly #check: ShapeCheck
  readonly #path: (string | number)[]

  constructor(check: ShapeCheck, path: (string | number)[]) {
    this.#check = check
    this.#path = path
  }

  value(shape: Shape, value: unknown, mark: Mark | undefined): boolean {
    const choices = choicesOf(shape)
    if (choices !== undefined) return this.#choice(shape, choices, value, mark)
    if (!hasType(shape, value) || !isAllowed(shape, value)) return this.#wrong(shape, value, mark)
    if (typeof value === 'string') return this.#text(shape, value, mark)
    if (typeof value === 'number') return this.#number(shape, value)
    if (Array.isArray(value)) return this.#list(shape, value)
    return !isRecord(value) || this.#record(shape, value)
  }

  /** The first choice whose type fits decides what is said; where several fit, the one with the
   *  most known keys. */
  #choice(
    shape: Shape,
    choices: readonly Shape[],
    value: unknown,
    mark: Mark | undefined,
  ): boolean {
    const fitting = choices.filter((choice) => hasType(choice, value) && isAllowed(choice, value))
    const [only] = fitting
    if (only === undefined) return this.#wrong(shape, value, mark)
    if (fitting.length === 1) return this.value(only, value, mark)
    const silent = { ...this.#check, report: () => {} }
    if (fitting.some((choice) => new Walk(silent, []).value(choice, value, mark))) {
      return this.#sound(value)
    }
    return this.value(mostAlike(fitting, value) ?? only, value, mark)
  }

  #text(shape: Shape, value: string, mark: Mark | undefined): boolean {
    const { minLength = 0, maxLength = Infinity, pattern } = shape
    if (value.length < minLength) {
      return this.#report(value === '' ? 'must not be empty' : `needs ${minLength} characters`)
    }
    if (value.length > maxLength) return this.#report(`longer than ${maxLength} characters`)
    if (pattern === undefined || matches(pattern, value)) return true
    const rule = shape['x-rule'] ?? `text that matches ${pattern}`
    return this.#report(`expected ${rule}; got ${shown(value, shape, mark)}`)
  }

  #number(shape: Shape, value: number): boolean {
    const { minimum = -Infinity, maximum = Infinity } = shape
    if (value >= minimum && value <= maximum) return true
    return this.#report(`must be ${rangeText(shape)}, got ${value}`)
  }

  #list(shape: Shape, value: readonly unknown[]): boolean {
    const { minItems = 0, maxItems = Infinity } = shape
    if (value.length < minItems) return this.#report(`needs at least ${minItems} entry`)
    if (value.length > maxItems) {
      return this.#report(`has ${value.length} entries; at most ${maxItems} are allowed`)
    }
    let isSound = true
    const { items } = shape
    if (items === undefined) return this.#sound(value)
    for (let index = 0; index < value.length; index += 1) {
      if (!this.#member(items, value, index, value[index])) isSound = false
    }
    return isSound && this.#sound(value)
  }

  #record(shape: Shape, value: Readonly<Record<string, unknown>>): boolean {
    let isSound = true
    for (const key of shape.required ?? []) {
      if (Object.hasOwn(value, key)) continue
      isSound = this.#missing(key)
    }
    const keys = Object.keys(value)
    if (keys.length > (shape.maxProperties ?? Infinity)) {
      isSound = this.#report(`has ${keys.length} keys; at most ${shape.maxProperties} are allowed`)
    }
    for (const key of keys) {
      const known = memberShape(shape, key)
      if (known === undefined) isSound = this.#unknownKey(shape, key)
      else if (known !== 'anything' && !this.#member(known, value, key, value[key])) isSound = false
    }
    return isSound && this.#sound(value)
  }

  #member(shape: Shape, container: object, step: string | number, value: unknown): boolean {
    const mark = this.#check.marks.get(container)?.get(step)
    if (mark === 'broken') return false
    this.#path.push(step)
    const converted = mark === 'expanded' ? fromText(shape, value) : value
    if (converted !== value) Object.assign(container, { [step]: converted })
    const isSound = this.value(shape, converted, mark)
    this.#path.pop()
    return isSound
  }

  #wrong(shape: Shape, value: unknown, mark: Mark | undefined): boolean {
    const { expected, suggestion } = expectation(shape, value)
    return this.#report(`expected ${expected}, got ${shown(value, shape, mark)}`, suggestion)
  }

  #missing(key: string): false {
    this.#check.report([...this.#path, key], `"${key}" is missing`, `Add "${key}".`, 'key')
    return false
  }

  #unknownKey(shape: Shape, key: string): false {
    const known = Object.keys(shape.properties ?? {})
    const path = [...this.#path, key]
    const rule = shape['x-key-rule']
    if (rule !== undefined) {
      this.#check.report(path, `expected ${rule}; got ${shown(key, {}, undefined)}`, '', 'key')
    } else {
      const suggestion = () => didYouMean(key, known) || `Known here: ${known.join(', ')}.`
      this.#check.report(path, `unknown key ${shown(key, {}, undefined)}`, suggestion, 'key')
    }
    return false
  }

  #report(message: string, suggestion = ''): false {
    this.#check.report(this.#path, message, suggestion)
    return false
  }

  #sound(value: unknown): true {
    if (typeof value === 'object' && value !== null) this.#check.sound.add(value)
    return true
  }
}
