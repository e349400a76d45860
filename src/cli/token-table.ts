import { styleText } from 'node:util'
import type { Language } from '../model/bilingual.ts'
import { printable } from '../model/printable-text.ts'
import { padded, textWidth } from './text-width.ts'

/** Tokens as lines of a terminal. */
export interface ListedToken {
  readonly id: string
  readonly name: string
  readonly begins: string
  readonly kind: 'personal' | 'service'
  readonly user: string
  readonly role?: string
  readonly gateways?: readonly string[]
  readonly apps?: readonly string[]
  readonly expiresAt: string
  readonly usedAt: string | null
}

export function tokenTable(tokens: readonly ListedToken[], language: Language): string {
  if (tokens.length === 0) return language === 'zh' ? '没有令牌。\n' : 'There is no token.\n'
  const head = ['NAME', 'MAY', 'OF', 'ENDS', 'LAST USED', 'BEGINS WITH']
  const lines = [head, ...tokens.map((token) => cellsOf(token, language))]
  const widths = head.map((_, at) => Math.max(...lines.map((cells) => textWidth(cells[at] ?? ''))))
  return lines
    .map((cells) =>
      cells
        .map((cell, at) => padded(cell, widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line, at) => `${at === 0 ? styleText('dim', line) : line}\n`)
    .join('')
}

function cellsOf(token: ListedToken, language: Language): string[] {
  const { name, kind, user, role = '', gateways = [], apps = [], expiresAt, usedAt, begins } = token
  const never = language === 'zh' ? '从未' : 'never'
  const may = kind === 'personal' ? `as ${user}` : role
  const of = [...gateways, ...apps].join(', ')
  const used = usedAt === null ? never : usedAt.slice(0, 16).replace('T', ' ')
  return [name, may, of === '' ? '-' : of, expiresAt.slice(0, 10), used, begins].map(printable)
}
