import { createContext, useContext, useId } from 'react'
import type { FieldError } from '../api/ask.ts'
import { isRecord, type Path, pathText, valueAt } from './json-path.ts'

/** A form over one value: a definition, or the options of a plugin. Its fields know their place in it. */
export interface FormState {
  readonly value: unknown
  /** undefined takes the member away. */
  readonly set: (path: Path, next: unknown) => void
  /** What the management API said of it, by place. */
  readonly problems: readonly FieldError[]
  readonly isReadOnly: boolean
}

export const FormContext = createContext<FormState>({
  value: undefined,
  set: () => undefined,
  problems: [],
  isReadOnly: true,
})

export interface Field {
  readonly id: string
  readonly value: unknown
  readonly isReadOnly: boolean
  /** undefined: nothing is wrong here. */
  readonly error: string | undefined
  readonly set: (next: unknown) => void
}

/** `within`: the field shows what is wrong with anything below its place as well, as no other field does. */
export function useField(at: Path, within: 'within' | 'here' = 'within'): Field {
  const { value, set, problems, isReadOnly } = useContext(FormContext)
  const id = useId()
  const here = pathText(at)
  const mine = problems.filter(({ path }) =>
    within === 'here' ? path === here : isWithin(path, here),
  )
  const error = mine.map(({ message, suggestion }) => sentence(message, suggestion)).join(' ')
  return {
    id,
    value: valueAt(value, at),
    isReadOnly,
    error: error === '' ? undefined : error,
    set: (next) => set(at, next),
  }
}

function isWithin(path: string, here: string): boolean {
  return path === here || path.startsWith(`${here}.`) || path.startsWith(`${here}[`)
}

function sentence(message: string, suggestion = ''): string {
  return suggestion === '' ? `${message}.` : `${message}. ${suggestion}`
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}
