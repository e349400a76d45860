import type { Members } from '../gateways/merge-patch.ts'

/** Variables of a stage as rows, in which a name may be half typed or stand twice for a while. */
export interface VariableRow {
  readonly name: string
  readonly value: string
}

export function rowsOf(variables: Members): VariableRow[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value: String(value) }))
}

/** A row without a name is not one yet. */
export function variablesOf(rows: readonly VariableRow[]): Members {
  return Object.fromEntries(
    rows.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]),
  )
}

/** The second of a name would take the place of the first. */
export function isRepeated(rows: readonly VariableRow[], at: number): boolean {
  const name = rows[at]?.name ?? ''
  return name !== '' && rows.findIndex((row) => row.name === name) < at
}

/** The rows as they are typed, or those of other variables where these were put there meanwhile. */
export function rowsFor(rows: readonly VariableRow[], variables: Members): readonly VariableRow[] {
  const written = JSON.stringify(variablesOf(rows))
  return written === JSON.stringify(variablesOf(rowsOf(variables))) ? rows : rowsOf(variables)
}
