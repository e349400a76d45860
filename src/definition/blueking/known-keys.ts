import type { Built, DefinitionBuilder } from './built-definition.ts'
import type { ReadFile } from '../named-file.ts'
import type { ImportNotes } from './import-notes.ts'
import type { Value } from './blueking-value.ts'

/** What becomes of a key of the old system: taken over, or without effect here, with the reason. */
export type KeyMeaning = 'taken' | `no effect: ${string}`

export interface Import {
  readonly builder: DefinitionBuilder
  readonly notes: ImportNotes
  /** Options of the plugins that can be listed here, by name. */
  readonly plugins: ReadonlyMap<string, ReadonlySet<string>>
  /** Reads a file beside definition.yaml; undefined: no files are read. */
  readonly readFile: ReadFile | undefined
}

/** Every key that is not taken is kept as `x-bk-*` and stands in the report. */
export function keepOthers(
  value: Value,
  meanings: Readonly<Record<string, KeyMeaning>>,
  into: Built,
  { builder, notes }: Import,
): void {
  for (const [key, member] of value.members()) {
    const meaning = Object.hasOwn(meanings, key) ? meanings[key] : undefined
    if (meaning === 'taken') continue
    if (meaning === undefined) {
      const name = member.unsettled(key).slice(0, 64)
      notes.add(member, `unknown key ${JSON.stringify(name)}; kept, without effect`)
    } else {
      if (member.isEmpty) continue
      notes.add(member, `${key} has no effect here: ${meaning.slice('no effect: '.length)}`)
    }
    builder.keep(into, key, member)
  }
}

/** What only Faultline has may stand in the old files too, where the old system passes over it. Whoever
 *  takes it says so in its meanings. */
const ownKey = 'x-faultline'

export function addOwn(
  value: Value,
  keys: readonly string[],
  into: Built,
  { builder }: Import,
): void {
  for (const [key, member] of value.member(ownKey)?.members() ?? []) {
    if (keys.includes(key)) builder.copy(into, key, member)
    else
      member.report(
        `unknown key ${JSON.stringify(key.slice(0, 64))}`,
        `Known here: ${keys.join(', ')}.`,
        'key',
      )
  }
}
