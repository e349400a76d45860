import { catalogueEntry } from '../../diagnosis/catalogue.ts'
import { en, zh, type Bilingual, type Language } from '../../model/bilingual.ts'
import type { ErrorKey } from '../../model/error-table.ts'
import { probeFinding, type ProbeFinding } from '../../model/probe-report.ts'

/** The error that callers would get, with the catalogue's words. `facts` is what was seen, '' for none. */
export function failureFinding(place: Bilingual, key: ErrorKey, facts: string): ProbeFinding {
  const seen = facts === '' ? '' : `: ${facts}`
  return probeFinding(
    'failure',
    key,
    [en`${place}: ${titleOf(key)} (${key}${seen})`, zh`${place}：${titleOf(key)}（${key}${seen}）`],
    adviceOf(key),
  )
}

/** Without its full stop: more follows. */
export function titleOf(key: ErrorKey): Bilingual {
  const title = (language: Language): string => catalogueEntry(key, language)?.title ?? key
  return [title('en').replace(/\.$/, ''), title('zh').replace(/。$/, '')]
}

/** What whoever must act can do. */
function adviceOf(key: ErrorKey): Bilingual {
  const [english, chinese] = [catalogueEntry(key, 'en'), catalogueEntry(key, 'zh')]
  return [english?.actions[0]?.text ?? '', chinese?.actions[0]?.text ?? '']
}
