import { styleText } from 'node:util'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { printableLine } from '../model/printable-text.ts'

/** What an apply changed, or would change: a line for each part, then what is to be known. */
export interface Applied {
  readonly releases: readonly {
    readonly gateway: string
    readonly stage: string
    readonly number: number
    readonly changed: boolean
  }[]
  readonly changes: readonly Change[]
  readonly warnings: readonly { readonly path: string; readonly message: string }[]
  readonly dryRun: boolean
}

interface Change {
  readonly kind: string
  readonly path: string
  readonly action: 'create' | 'update' | 'delete'
}

const marks = { create: '+', update: '~', delete: '-' } as const
const colours = { create: 'green', update: 'yellow', delete: 'red' } as const

export function printApplied(applied: Applied, language: Language): void {
  const { releases, changes, warnings } = applied
  // columns are for people; a program that reads a pipe splits at blanks
  const isSeen = process.stdout.isTTY
  const width = isSeen ? Math.max(0, ...changes.map(({ kind }) => kind.length)) : 0
  for (const { action, kind, path } of changes) {
    const line = `${marks[action]} ${kind.padEnd(width)} ${path}`
    console.log(styleText(colours[action], printableLine(line)))
  }
  for (const { gateway, stage, number, changed } of releases) {
    if (changed) console.log(chosen(releaseText(`${gateway}/${stage} #${number}`), language))
  }
  for (const { path, message } of warnings) {
    const warning = printableLine(chosen(warningText(message, path), language))
    console.error(styleText('yellow', warning, { stream: process.stderr }))
  }
  console.log(chosen(resultText(applied), language))
}

function releaseText(release: string): Bilingual {
  return [`release ${release}`, `发布 ${release}`]
}

function warningText(message: string, path: string): Bilingual {
  return [`warning: ${message} (${path})`, `警告：${message}（${path}）`]
}

function resultText({ changes, dryRun }: Applied): Bilingual {
  if (changes.length === 0) return ['Nothing to change.', '没有需要改变的内容。']
  const [count, inChinese] = countText(changes)
  return dryRun
    ? [`Nothing was applied: this was a dry run; ${count}.`, `未应用：这是试运行；${inChinese}。`]
    : [`Applied; ${count}.`, `已应用；${inChinese}。`]
}

function countText(changes: readonly Change[]): Bilingual {
  if (changes.length === 1) return ['1 change', '共 1 处改变']
  const of = (wanted: Change['action']) => changes.filter(({ action }) => action === wanted).length
  const [added, changed, removed] = [of('create'), of('update'), of('delete')]
  return [
    `${changes.length} changes: ${added} added, ${changed} changed, ${removed} removed`,
    `共 ${changes.length} 处改变：新增 ${added}，修改 ${changed}，删除 ${removed}`,
  ]
}
