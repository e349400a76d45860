import type { Language } from '../diagnosis/catalogue.ts'
import type { Bilingual } from '../model/bilingual.ts'
import { timeText } from './flow-table.ts'
import type { RecordGap } from './logs-answers.ts'
import { textColumns, wrapped } from './text-width.ts'

/** Tells of the times from which records are missing, or may be. Each is told once, also by a command
 *  that goes on asking. */
export class GapTeller {
  readonly #language: Language
  readonly #told = new Set<string>()

  constructor(language: Language) {
    this.#language = language
  }

  /** With `json` as one line of JSON, else as a note; on stderr either way, beside the records. */
  tell(gaps: readonly RecordGap[], json: boolean): void {
    const fresh = gaps.filter(({ from, reason }) => !this.#told.has(`${reason} ${from}`))
    if (fresh.length === 0) return
    for (const { from, reason } of fresh) this.#told.add(`${reason} ${from}`)
    console.error(json ? JSON.stringify({ gaps: fresh }) : gapNote(fresh, this.#language))
  }
}

/** The newest ones, oldest first as the records are. */
export function gapNote(gaps: readonly RecordGap[], language: Language): string {
  const at = language === 'zh' ? 1 : 0
  const sorted = gaps.toSorted((a, b) => a.from - b.from)
  const earlier = sorted.length - mostShown
  return [
    title[at],
    ...(earlier > 0 ? [`  ${earlierOnes(earlier)[at]}`] : []),
    ...sorted.slice(-mostShown).flatMap((gap) => gapLines(gap, at)),
  ].join('\n')
}

const mostShown = 5

const title: Bilingual = [
  'From these times records are missing, or may be:',
  '以下时间的记录有缺失，或可能有缺失：',
]

function earlierOnes(count: number): Bilingual {
  return [`… and ${count} earlier; --json names all`, `… 另有 ${count} 段更早的；--json 列出全部`]
}

function gapLines({ from, to, reason, records }: RecordGap, at: 0 | 1): string[] {
  const count = (records ?? 0).toLocaleString('en-US')
  const missing: Bilingual =
    records === 1 ? ['1 record', '1 条'] : [`${count} records`, `${count} 条`]
  const cause = gapReasons[reason]?.[at] ?? printable(reason)
  const parts = records === undefined ? [cause] : [missing[at], cause]
  return [
    `  ${momentText(from)} – ${dateText(from) === dateText(to) ? timeText(to) : momentText(to)}`,
    ...wrapped(parts.join(at === 1 ? '：' : ': '), textColumns() - 4).map((line) => `    ${line}`),
  ]
}

/** By the reasons of docs/reference/flow-log.md. */
export const gapReasons: Readonly<Record<string, Bilingual>> = {
  killed: [
    'the server ended without stopping; what it recorded last may not have reached the disk (killed)',
    '服务未正常停止就退出；最后的记录可能没有写到磁盘（killed）',
  ],
  ring_full: [
    'dropped, because the disk was slower than the traffic (ring_full)',
    '被丢弃，因为磁盘写入跟不上流量（ring_full）',
  ],
  disk_error: [
    'dropped, because the disk was full or refused to write (disk_error)',
    '被丢弃，因为磁盘已满或拒绝写入（disk_error）',
  ],
  spool_full: [
    'dropped, because the log engine did not keep up and the spool was full (spool_full)',
    '被丢弃，因为日志引擎跟不上，缓冲目录已满（spool_full）',
  ],
  too_large: [
    'dropped, because a record was longer than 256 Ki characters (too_large)',
    '被丢弃，因为单条记录超过 256 Ki 个字符（too_large）',
  ],
  damaged: [
    'a file of the log cannot be read and lies aside as .damaged (damaged)',
    '日志文件无法读取，已改名为 .damaged 保留（damaged）',
  ],
  deleted: ['a file of the log was deleted by hand (deleted)', '日志文件被人为删除（deleted）'],
}

/** The server may be a newer one, with reasons of its own. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
}

function momentText(epochMs: number): string {
  return `${dateText(epochMs)} ${timeText(epochMs)}`
}

function dateText(epochMs: number): string {
  const time = new Date(epochMs)
  const parts = [time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, '0'))
  return [time.getFullYear(), ...parts].join('-')
}
