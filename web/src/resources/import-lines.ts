import type { ImportAnswer } from './resource-answers.ts'

/** What becomes of a document as one list: what went wrong first, then what changes, then what stays. */
export interface ImportLine {
  readonly action: 'refused' | 'remove' | 'create' | 'update' | 'same'
  readonly method: string
  readonly path: string
  /** Of the resource; '' where there will be none. */
  readonly name: string
  /** Why, and what to do. */
  readonly words: string
  /** In the document; 0: it is not in it. */
  readonly line: number
}

const importActions = ['refused', 'remove', 'create', 'update', 'same'] as const

export function importLines({ refused, removed, imported }: ImportAnswer): readonly ImportLine[] {
  const lines: ImportLine[] = [
    ...refused.map(({ method, path, line, message, suggestion }) => {
      const words = suggestion === '' ? message : `${message}. ${suggestion}`
      return { action: 'refused' as const, method, path, name: '', words, line }
    }),
    ...removed.map((name) => {
      return { action: 'remove' as const, method: '', path: '', name, words: '', line: 0 }
    }),
    ...imported.map((one) => ({ ...one, words: '', line: 0 })),
  ]
  const rank = new Map(importActions.map((action, index) => [action, index]))
  return lines.toSorted((one, other) => (rank.get(one.action) ?? 0) - (rank.get(other.action) ?? 0))
}

export function countedLines(
  lines: readonly ImportLine[],
): readonly (readonly [ImportLine['action'], number])[] {
  return importActions.flatMap((action) => {
    const count = lines.filter((line) => line.action === action).length
    return count === 0 ? [] : [[action, count] as const]
  })
}
