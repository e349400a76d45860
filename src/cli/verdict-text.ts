import { styleText } from 'node:util'
import type { Language } from '../diagnosis/catalogue.ts'
import type { HopVerdict } from '../diagnosis/transcripts/diagnose-text.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { Evidence, Verdict } from '../model/verdict.ts'
import { hopPicture } from './hop-picture.ts'
import { padded, textColumns, textWidth, wrapped } from './text-width.ts'
import { asTyped } from './typed-command.ts'
import { verdictWords, type VerdictWords } from './verdict-words.ts'

/** A verdict as a person at a terminal reads it: who answered, whose fault, who acts; the way of the
 *  request; why we think so; what to do. Colours only where the terminal shows them. */
export interface DiagnosisShown {
  readonly verdict: Verdict
  readonly hops: readonly HopVerdict[]
  readonly record: FlowRecord | null
  readonly notSeen: readonly string[]
  readonly language: Language
  /** What a pasted text was read as, '' where nothing was pasted. */
  readonly readAs?: string
}

export function diagnosisText(shown: DiagnosisShown): string {
  const { verdict, hops, record, language, readAs = '' } = shown
  const columns = textColumns()
  const hop = hops.find((one) => one.verdict === verdict)
  const status = record?.status ?? hop?.status ?? 0
  const isDirect = hop?.through_gateway === false
  const blocks = [
    readAs === '' ? [] : dimLines(readAs, columns),
    record === null ? [] : [recordLine(record, language)],
    hops.length > 1 ? hopLines(hops, verdict) : [],
    hopPicture(verdict, status, language, isDirect),
    conclusion(verdict, language, isDirect),
    wrapped(verdict.summary, columns).map((line) => styleText('bold', line)),
    evidenceLines(verdict.evidence, language, columns),
    stepLines(verdict, language, columns),
    listLines('wouldConfirm', verdict.would_confirm, language, columns),
    listLines('notSeen', shown.notSeen, language, columns),
    footer(verdict, language, columns, isDirect),
  ]
  return `\n${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => (line === '' ? '' : `  ${line}`)).join('\n'))
    .join('\n\n')}\n\n`
}

function recordLine(record: FlowRecord, language: Language): string {
  const at = record.timestamp > 0 ? `${new Date(record.timestamp).toISOString()}  ` : ''
  const place = [record.gateway, record.stage, record.resource]
    .filter((part) => part !== '')
    .join('/')
  const app = record.app_code === '' ? '' : `  ${verdictWords[language].app} ${record.app_code}`
  const id = styleText('dim', record.request_id)
  return `${id}\n  ${at}${record.method} ${record.http_path}  ${statusText(record.status)}  ${Math.round(record.request_duration)} ms\n  ${styleText('dim', `${place}${app}`)}`
}

function statusText(status: number): string {
  if (status === 0) return styleText('red', '---')
  if (status >= 500 || status === 499) return styleText('red', String(status))
  return styleText(status >= 400 ? 'yellow' : 'green', String(status))
}

function hopLines(hops: readonly HopVerdict[], chosen: Verdict): string[] {
  return hops.map(({ request, status, verdict }, index) => {
    const mark = verdict === chosen ? styleText(['cyan', 'bold'], '▶') : ' '
    const short = request.length > 60 ? `${request.slice(0, 59)}…` : request
    return `${mark} ${String(index + 1).padStart(2)}  ${padded(short || '-', 60)}  ${statusText(status)}  ${verdict.key}`
  })
}

function conclusion(verdict: Verdict, language: Language, isDirect: boolean): string[] {
  const words = verdictWords[language]
  const software = verdict.software === null ? '' : ` (${verdict.software})`
  const names = verdict.contacts
    .map(({ name, role }) => `${name} (${words.roles[role]})`)
    .join(', ')
  const rows = [
    [words.whoAnswered, responderText(verdict, words, isDirect) + software],
    [words.whoseFault, paintedFault(verdict, words.faults[verdict.fault])],
    [words.whoActs, words.owners[verdict.owner]],
    [words.howSure, words.certainties[verdict.certainty]],
    ...(names === '' ? [] : [[words.contacts, names]]),
  ]
  const width = Math.max(...rows.map(([label]) => textWidth(label ?? '')))
  return rows.map(([label, value]) => `${styleText('dim', padded(label ?? '', width))}  ${value}`)
}

/** A text in which nothing was recognised does not tell that nobody answered. */
function responderText(
  { key, responder }: Verdict,
  words: VerdictWords,
  isDirect: boolean,
): string {
  if (isDirect && responder === 'backend') return words.directResponder
  return key === 'nothing_recognised' ? words.certainties.unknown : words.responders[responder]
}

function paintedFault({ fault }: Verdict, words: string): string {
  if (fault === 'none') return styleText('green', words)
  return styleText(fault === 'unsure' ? 'yellow' : 'red', words)
}

const weightMarks: Readonly<Record<Evidence['weight'], string>> = {
  strong: '●',
  medium: '◐',
  weak: '○',
}

function evidenceLines(
  evidence: readonly Evidence[],
  language: Language,
  columns: number,
): string[] {
  const words = verdictWords[language]
  const lines = evidence.flatMap(({ source, statement, weight }) => {
    const [first = '', ...rest] = wrapped(statement, columns - 14)
    return [
      `${weightMarks[weight]} ${styleText('dim', padded(words.sources[source], 11))} ${first}`,
      ...rest.map((line) => ' '.repeat(14) + line),
    ]
  })
  return [styleText('underline', words.evidence), ...lines]
}

function stepLines(verdict: Verdict, language: Language, columns: number): string[] {
  const steps = verdict.next_steps
  if (steps.length === 0) return []
  const lines = steps.flatMap((step, index) => {
    const [first = '', ...rest] = wrapped(asTyped(step), columns - 3)
    return [`${index + 1}. ${first}`, ...rest.map((line) => `   ${line}`)]
  })
  return [styleText('underline', verdictWords[language].nextSteps), ...lines]
}

function listLines(
  title: 'wouldConfirm' | 'notSeen',
  items: readonly string[],
  language: Language,
  columns: number,
): string[] {
  if (items.length === 0) return []
  const [colon, semicolon] = language === 'zh' ? ['：', '；'] : [': ', '; ']
  return dimLines(
    `${verdictWords[language][title]}${colon}${asTyped(items.join(semicolon))}`,
    columns,
  )
}

function footer(
  verdict: Verdict,
  language: Language,
  columns: number,
  isDirect: boolean,
): string[] {
  const isAboutGateway = verdict.key !== 'nothing_recognised' && !isDirect
  return [
    ...(isAboutGateway ? dimLines(verdict.response_desc, columns) : []),
    ...dimLines(
      `${verdictWords[language].more}: ${asTyped(`faultline errors ${verdict.key}`)}`,
      columns,
    ),
  ]
}

function dimLines(text: string, columns: number): string[] {
  return wrapped(text, columns).map((line) => styleText('dim', line))
}
