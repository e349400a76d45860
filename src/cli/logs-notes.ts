/** What `faultline logs` says beside the records. It goes to stderr: stdout holds what was asked for
 *  only. */
import type { Language } from '../diagnosis/catalogue.ts'
import type { Bilingual } from '../model/bilingual.ts'
import type { LogsFilter } from './logs-request.ts'
import { asTyped } from './typed-command.ts'

export function say([english, chinese]: Bilingual, language: Language): void {
  console.error(asTyped(language === 'zh' ? chinese : english))
}

export const incompleteNote: Bilingual = [
  'Only the newest records could be searched: the log engine is away or DuckDB is not installed (see /healthz).',
  '只能查到最新的记录：日志引擎暂不可用，或没有安装 DuckDB（见 /healthz）。',
]

export const olderNote: Bilingual = [
  'There are older ones: --limit shows more, --from and --to another time.',
  '还有更早的记录：用 --limit 多显示一些，用 --from 和 --to 查看其他时间。',
]

export const tooManyNote: Bilingual = [
  '… more records than can be shown; narrow the query',
  '… 记录太多，无法全部显示；请缩小查询范围',
]

export const awayNote: Bilingual = [
  'The server does not answer; waiting for it.',
  '服务器没有应答，等待中。',
]

export const backNote: Bilingual = ['The server answers again.', '服务器已恢复应答。']

export function emptyNote({ query, from, to, gateway, stage }: LogsFilter): Bilingual {
  const isFiltered = [query || undefined, from, to, gateway, stage].some(
    (part) => part !== undefined,
  )
  return isFiltered ? noneFits : nothingYet
}

const noneFits: Bilingual = [
  'No record fits. Fewer terms or an earlier --from show more; "faultline logs" shows the last ones.',
  '没有符合条件的记录。减少条件或把 --from 提前可以看到更多；"faultline logs" 显示最近的记录。',
]

const nothingYet: Bilingual = ['Nothing has passed the gateway yet.', '还没有请求经过网关。']
