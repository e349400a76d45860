import type { Path, Report } from './definition-problem.ts'
import { expand, referencedNames } from './references.ts'
import { isRecord } from './shape.ts'

/** Texts of a definition without their escapes (`$${` is `${`), as far as they are ours: below `x-*` nothing
 *  is, below `config` such keys are names of headers. The same object where there is nothing to replace. */
export function plainPart<Value>(value: Value): Value {
  return plain(value, false) as Value // texts become texts, and nothing else changes
}

/** Names that a definition refers to: `${NAME}` in values that are ours. */
export function referencesIn(value: unknown): string[] {
  const names = new Set<string>()
  walk(value, [], (text) => {
    for (const name of referencedNames(text)) names.add(name)
  })
  return [...names]
}

/** What only whoever applies a file can replace, and what looks like it. */
export function reportReferences(value: unknown, path: Path, report: Report): void {
  walk(value, path, (text, at) => {
    const expanded = expand(text, undefined)
    if (expanded.kind === 'problem') report(at, expanded.message, expanded.suggestion)
  })
}

function plain(value: unknown, inConfig: boolean): unknown {
  if (typeof value === 'string') return plainText(value)
  if (typeof value !== 'object' || value === null) return value
  let changed: Record<string, unknown> | undefined
  for (const [key, member] of Object.entries(value)) {
    if (isForPeople(key, inConfig, value)) continue
    const now = plain(member, inConfig || key === 'config')
    if (now === member) continue
    changed ??= { ...value }
    changed[key] = now
  }
  if (changed === undefined) return value
  return Array.isArray(value) ? Object.values(changed) : changed
}

function plainText(text: string): string {
  if (!text.includes('${')) return text
  const expanded = expand(text, undefined)
  return expanded.kind === 'problem' ? text : expanded.text
}

function walk(value: unknown, path: Path, see: (text: string, path: Path) => void): void {
  if (typeof value === 'string') {
    if (value.includes('${')) see(value, path)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const inConfig = path.includes('config')
  for (const [key, member] of Object.entries(value)) {
    if (isForPeople(key, inConfig, value)) continue
    // most members are neither texts nor hold any
    if (typeof member === 'object' || typeof member === 'string') {
      walk(member, [...path, Array.isArray(value) ? Number(key) : key], see)
    }
  }
}

function isForPeople(key: string, inConfig: boolean, container: object): boolean {
  return !inConfig && key.startsWith('x-') && isRecord(container)
}
