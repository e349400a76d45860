import type { Fault, Owner, Responder } from '../model/attribution.ts'
import { chosen, en, quoted, zh, type Bilingual, type Language } from '../model/bilingual.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import {
  responseDescriptions,
  responseDescriptionsZh,
  type Evidence,
  type ResponseDescription,
  type Verdict,
} from '../model/verdict.ts'
import { attemptEvidence } from './attempt-evidence.ts'
import { contactsFor, type ContactBook } from './contacts.ts'
import { defaultsOf, fact, type Finding, type FoundEvidence, type RecordRule } from './finding.ts'
import { identify } from './fingerprints/identify.ts'
import { judgeResponse } from './judge-response.ts'
import { requestOf, responseOf } from './received-response.ts'
import { answeredByOurselves, gatewayPage, tunnelClosed } from './rules/answered-by-ourselves.ts'
import { brokenAnswer } from './rules/broken-answer.ts'
import { clientGone } from './rules/client-gone.ts'
import { failedAttempt } from './rules/failed-attempt.ts'
import { lostWorker } from './rules/lost-worker.ts'
import { refusedRequest } from './rules/refused-request.ts'
import { slowReader } from './rules/slow-reader.ts'

/** Grows whenever a rule or a fingerprint changes what it concludes: derived columns of older versions
 *  can then be rebuilt. */
export const rulesVersion: number = 4

export interface DiagnoseOptions {
  readonly contacts?: ContactBook
  /** Facts that came from elsewhere, perhaps later: a backend's log, a trace, a probe. */
  readonly evidence?: readonly Evidence[]
  /** Put before `/errors/KEY`. */
  readonly helpUrl?: string
  /** Of its sentences; English where none is given. */
  readonly language?: Language
}

/** Who answered, whose fault is it, who must act, and how sure is that? A pure function of the record
 *  and of evidence: it can be run again when more is known. */
export function diagnose(record: FlowRecord, options: DiagnoseOptions = {}): Verdict {
  const { contacts, evidence = [], helpUrl = '', language = 'en' } = options
  const finding = confirmed(findingOf(record), evidence)
  return verdictOf(finding, {
    helpUrl,
    responseDescription: descriptionOf(record, finding),
    contacts: contacts === undefined ? [] : contactsOf(finding, record, contacts, language),
    language,
  })
}

/** The four derived columns of the flow log. Most records are plain successes and take the short way. */
export function classify(record: FlowRecord): {
  responder: Responder
  fault: Fault
  owner: Owner
  key: string
} {
  if (isPlainSuccess(record)) return plainSuccess
  const finding = findingOf(record)
  return { ...attribution(finding), key: finding.key }
}

const plainSuccess = Object.freeze({
  responder: 'backend',
  fault: 'none',
  owner: 'nobody',
  key: 'answered',
})

function isPlainSuccess(record: FlowRecord): boolean {
  return (
    record.status >= 200 &&
    record.status < 300 &&
    record.answered_by === 'backend' &&
    record.complete &&
    record.error_key === '' &&
    record.response_body === '' &&
    record.backend_headers.length === 0
  )
}

/** Rules over our own facts, most specific first. What none of them explains is an answer that came
 *  from behind us. */
const recordRules: readonly RecordRule[] = [
  lostWorker,
  clientGone,
  slowReader,
  answeredByOurselves,
  gatewayPage,
  tunnelClosed,
  brokenAnswer,
  failedAttempt,
  refusedRequest,
]

function findingOf(record: FlowRecord): Finding {
  for (const rule of recordRules) {
    const finding = rule(record)
    if (finding !== undefined) return finding
  }
  if (record.answered_by !== 'backend') return unexplained(record)
  const response = responseOf(record)
  const finding = judgeResponse({
    response,
    request: requestOf(record),
    writer: identify(response),
  })
  return withAttempts(finding, record)
}

function unexplained(record: FlowRecord): Finding {
  return {
    key: 'not_explained',
    responder: record.answered_by === 'none' ? 'none' : 'gateway',
    certainty: 'unknown',
    summary: [
      `Status ${record.status} is not explained by this record.`,
      `这条流水日志无法解释状态码 ${record.status}。`,
    ],
    evidence: [
      fact(
        'gateway',
        [
          `answered by ${record.answered_by}, error key "${record.error_key}"`,
          `应答方 ${record.answered_by}，错误键 "${record.error_key}"`,
        ],
        'weak',
      ),
    ],
    nextSteps: [['Report this record: a rule is missing.', '请反馈这条流水日志：缺少规则。']],
  }
}

/** What our sockets saw of the answer, and failed attempts before the one that gave it. */
function withAttempts(finding: Finding, record: FlowRecord): Finding {
  const failed = record.attempts.filter(({ failure }) => failure !== '')
  const { summary, evidence } = finding
  const seen = { ...finding, evidence: [...evidence, ...attemptEvidence(record)] as const }
  if (failed.length === 0) return seen
  const keys = failed.map(({ failure }) => failure).join(', ')
  const plural = failed.length > 1 ? 's' : ''
  return {
    ...seen,
    summary: [
      en`${summary} ${failed.length} earlier attempt${plural} had failed (${keys}).`,
      zh`${summary}此前有 ${failed.length} 次尝试失败（${keys}）。`,
    ],
    nextSteps: [
      ...finding.nextSteps,
      [
        'Look at the attempts that failed: callers wait for them.',
        '查看失败的尝试：调用方会为此等待。',
      ],
    ],
  }
}

/** A backend-side record that agrees makes a likely verdict a confirmed one. */
function confirmed(finding: Finding, evidence: readonly Evidence[]): Finding {
  if (evidence.length === 0) return finding
  const ofBackend = evidence.some(
    ({ source, weight }) => (source === 'backend-log' || source === 'trace') && weight === 'strong',
  )
  const open = finding.certainty === 'likely' || finding.certainty === 'possible'
  const agrees = ofBackend && open && attribution(finding).responder === 'service'
  return {
    ...finding,
    certainty: agrees ? 'confirmed' : finding.certainty,
    evidence: [...finding.evidence, ...evidence.map(asItWasSaid)],
  }
}

/** Words from elsewhere are in the language they came in. */
function asItWasSaid(piece: Evidence): FoundEvidence {
  return { ...piece, statement: quoted(piece.statement) }
}

function attribution(finding: Finding): { responder: Responder; fault: Fault; owner: Owner } {
  const defaults = defaultsOf(finding.key)
  return {
    responder: finding.responder ?? defaults.responder,
    fault: finding.fault ?? defaults.fault,
    owner: finding.owner ?? defaults.owner,
  }
}

function descriptionOf(record: FlowRecord, finding: Finding): ResponseDescription {
  if (record.answered_by === 'none' || attribution(finding).responder === 'none') return 'none'
  if (record.answered_by !== 'backend') return 'gateway'
  return record.complete ? 'as_is' : 'broken'
}

/** Permissions and quotas are granted by the publisher, so callers are shown whom to ask. */
const grantedByPublisher: ReadonlySet<string> = new Set([
  'app_no_permission',
  'permission_expired',
  'ip_not_allowed',
  'stage_global_rate_limited',
  'stage_rate_limited',
  'resource_rate_limited',
  'body_too_large',
  'stage_not_released',
  'resource_not_found',
])

function contactsOf(
  finding: Finding,
  record: FlowRecord,
  book: ContactBook,
  language: Language,
): Verdict['contacts'] {
  const { owner } = attribution(finding)
  return contactsFor(owner, record, book, grantedByPublisher.has(finding.key), language)
}

interface Setting {
  readonly helpUrl: string
  readonly responseDescription: ResponseDescription
  readonly contacts: Verdict['contacts']
  readonly language: Language
}

export function verdictOf(
  finding: Finding,
  { helpUrl, responseDescription, contacts, language }: Setting,
): Verdict {
  const inWords = (text: Bilingual): string => chosen(text, language)
  const descriptions = language === 'zh' ? responseDescriptionsZh : responseDescriptions
  return {
    ...attribution(finding),
    certainty: finding.certainty,
    key: finding.key,
    summary: inWords(finding.summary),
    response_desc: descriptions[responseDescription],
    evidence: finding.evidence.map((piece) => ({ ...piece, statement: inWords(piece.statement) })),
    next_steps: finding.nextSteps.map(inWords),
    contacts,
    software: finding.software ?? null,
    help: `${helpUrl}/errors/${finding.key}`,
    would_confirm: (finding.wouldConfirm ?? []).map(inWords),
  }
}
