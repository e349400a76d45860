import type { Fault, Owner, Responder } from '../model/attribution.ts'
import { errorEntry, errorKeys, isErrorKey, type ErrorKey } from '../model/error-table.ts'
import {
  isVerdictOnlyKey,
  verdictKeyEntry,
  verdictOnlyKeys,
  type VerdictOnlyKey,
} from '../model/verdict-keys.ts'
import { accessLayerTexts } from './catalogue/access-layer-texts.ts'
import { answerTexts } from './catalogue/answer-texts.ts'
import { appTexts } from './catalogue/app-texts.ts'
import { callTexts } from './catalogue/call-texts.ts'
import type { Bilingual } from '../model/bilingual.ts'
import type { Advice, ErrorText, VerdictText } from './catalogue/catalogue-text.ts'
import { connectTexts } from './catalogue/connect-texts.ts'
import { errorSample } from './catalogue/error-samples.ts'
import { gatewayTexts } from './catalogue/gateway-texts.ts'
import { lateAnswerTexts } from './catalogue/late-answer-texts.ts'
import { lookAlikesOf } from './catalogue/look-alikes.ts'
import { policyTexts } from './catalogue/policy-texts.ts'
import { receivedTexts } from './catalogue/received-texts.ts'
import { requestTexts } from './catalogue/request-texts.ts'
import { serviceTexts } from './catalogue/service-texts.ts'
import { tlsTexts } from './catalogue/tls-texts.ts'
import { userTexts } from './catalogue/user-texts.ts'
import { verdictSamples } from './catalogue/verdict-samples.ts'
import { defaultsOf, type VerdictKey } from './finding.ts'

export type Language = 'en' | 'zh'

/** One entry for every key, of errors and of verdicts: who answers, why, and what each of the four
 *  can do about it. Pages, API and terminal print this. */
export interface CatalogueEntry {
  readonly key: string
  readonly kind: 'error' | 'verdict'
  /** Status, code, code name and message of an error; 0 and '' for a verdict about others' answers. */
  readonly status: number
  readonly code: number
  readonly code_name: string
  readonly message: string
  readonly proxy_status: string
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly title: string
  readonly why: string
  /** Whoever must act stands first; who can do nothing is left out. */
  readonly actions: readonly { readonly role: Owner; readonly text: string }[]
  /** Other keys with the same code. */
  readonly related: readonly string[]
  /** Keys that people take for this one. */
  readonly confused_with: readonly string[]
  /** What a caller sees, as it is really sent; of answers that are no error of ours, abridged. */
  readonly sample: string
}

export const catalogueKeys: readonly VerdictKey[] = [...errorKeys, ...verdictOnlyKeys]

export function catalogueEntry(key: string, language: Language = 'en'): CatalogueEntry | undefined {
  if (isErrorKey(key)) return ofError(key, language)
  return isVerdictOnlyKey(key) ? ofVerdict(key, language) : undefined
}

const errorTexts: Readonly<Record<ErrorKey, ErrorText>> = {
  ...requestTexts,
  ...appTexts,
  ...userTexts,
  ...policyTexts,
  ...connectTexts,
  ...tlsTexts,
  ...answerTexts,
  ...lateAnswerTexts,
  ...gatewayTexts,
}
const verdictTexts: Readonly<Record<VerdictOnlyKey, VerdictText>> = {
  ...accessLayerTexts,
  ...serviceTexts,
  ...receivedTexts,
  ...callTexts,
}

function ofError(key: ErrorKey, language: Language): CatalogueEntry {
  const entry = errorEntry(key)
  const text = errorTexts[key]
  return {
    ...common(key, text, [entry.remedy, text.remedyZh], language),
    kind: 'error',
    status: entry.status,
    code: entry.code,
    code_name: entry.codeName,
    message: entry.detail === '' ? entry.message : `${entry.message} ${entry.detail}`,
    proxy_status: entry.proxyStatus,
    title: language === 'zh' ? text.titleZh : entry.summary,
    related: errorKeys.filter((other) => other !== key && errorEntry(other).code === entry.code),
    sample: errorSample(key),
  }
}

function ofVerdict(key: VerdictOnlyKey, language: Language): CatalogueEntry {
  const text = verdictTexts[key]
  return {
    ...common(key, text, text.remedy, language),
    kind: 'verdict',
    status: 0,
    code: 0,
    code_name: '',
    message: '',
    proxy_status: '',
    title: language === 'zh' ? text.titleZh : verdictKeyEntry(key).title,
    related: [],
    sample: verdictSamples[key],
  }
}

type Common = Pick<
  CatalogueEntry,
  'key' | 'responder' | 'fault' | 'owner' | 'why' | 'actions' | 'confused_with'
>

function common(
  key: VerdictKey,
  text: Advice & { readonly why: Bilingual },
  remedy: Bilingual,
  language: Language,
): Common {
  const { responder, fault, owner } = defaultsOf(key)
  return {
    key,
    responder,
    fault,
    owner,
    why: chosen(text.why, language),
    actions: actionsOf(owner, remedy, text, language),
    confused_with: lookAlikesOf(key),
  }
}

function actionsOf(
  owner: Owner,
  remedy: Bilingual,
  others: Advice,
  language: Language,
): CatalogueEntry['actions'] {
  const first = { role: owner, text: chosen(remedy, language) }
  const rest = roles.flatMap((role) => {
    const text = role === owner ? undefined : others[role]
    return text === undefined ? [] : [{ role, text: chosen(text, language) }]
  })
  return [first, ...rest]
}

const roles: readonly Owner[] = ['caller', 'publisher', 'backend', 'operator']

function chosen([english, chinese]: Bilingual, language: Language): string {
  return language === 'zh' ? chinese : english
}
