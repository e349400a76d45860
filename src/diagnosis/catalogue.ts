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
import { callTexts } from './catalogue/call-texts.ts'
import type { Bilingual, ErrorText, VerdictText } from './catalogue/catalogue-text.ts'
import { connectTexts } from './catalogue/connect-texts.ts'
import { identityTexts } from './catalogue/identity-texts.ts'
import { policyTexts } from './catalogue/policy-texts.ts'
import { receivedTexts } from './catalogue/received-texts.ts'
import { requestTexts } from './catalogue/request-texts.ts'
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
  /** Whoever must act first. */
  readonly actions: readonly { readonly role: Owner; readonly text: string }[]
  /** Other keys with the same code. */
  readonly related: readonly string[]
  /** The five fields as callers get them, '' for a verdict. */
  readonly sample: string
}

export const catalogueKeys: readonly string[] = [...errorKeys, ...verdictOnlyKeys]

export function catalogueEntry(key: string, language: Language = 'en'): CatalogueEntry | undefined {
  if (isErrorKey(key)) return ofError(key, language)
  return isVerdictOnlyKey(key) ? ofVerdict(key, language) : undefined
}

/** All entries that a search finds: by key, by code, or by words of title, cause and message in either
 *  language. */
export function searchCatalogue(query: string, language: Language = 'en'): CatalogueEntry[] {
  const entries = catalogueKeys.flatMap((key) => catalogueEntry(key, language) ?? [])
  const wanted = query.trim().toLowerCase()
  const exact = entries.filter(({ key, code }) => key === wanted || String(code) === wanted)
  if (exact.length > 0 || wanted === '') return wanted === '' ? entries : exact
  const words = wanted.split(/\s+/)
  return entries.filter((entry) => {
    const text = languages.map((each) => searchText(catalogueEntry(entry.key, each))).join(' ')
    return words.every((word) => text.includes(word))
  })
}

const languages: readonly Language[] = ['en', 'zh']

function searchText(entry: CatalogueEntry | undefined): string {
  if (entry === undefined) return ''
  const { key, code, code_name: codeName, title, why, message } = entry
  const actions = entry.actions.map(({ text }) => text)
  return [key, key.replaceAll('_', ' '), code, codeName, title, why, message, ...actions]
    .join(' ')
    .toLowerCase()
}

const errorTexts: Readonly<Record<ErrorKey, ErrorText>> = {
  ...requestTexts,
  ...identityTexts,
  ...policyTexts,
  ...connectTexts,
  ...answerTexts,
}
const verdictTexts: Readonly<Record<VerdictOnlyKey, VerdictText>> = {
  ...accessLayerTexts,
  ...receivedTexts,
  ...callTexts,
}

function ofError(key: ErrorKey, language: Language): CatalogueEntry {
  const entry = errorEntry(key)
  const text = errorTexts[key]
  const message = entry.detail === '' ? entry.message : `${entry.message} ${entry.detail}`
  return {
    ...common(key),
    kind: 'error',
    status: entry.status,
    code: entry.code,
    code_name: entry.codeName,
    message,
    proxy_status: entry.proxyStatus,
    title: language === 'zh' ? text.titleZh : entry.summary,
    why: chosen(text.why, language),
    actions: actionsOf(entry.owner, [entry.remedy, text.remedyZh], text.others, language),
    related: errorKeys.filter((other) => other !== key && errorEntry(other).code === entry.code),
    sample: JSON.stringify({
      code: entry.code,
      data: null,
      code_name: entry.codeName,
      message,
      result: false,
    }),
  }
}

function ofVerdict(key: VerdictOnlyKey, language: Language): CatalogueEntry {
  const text = verdictTexts[key]
  const { title, owner } = verdictKeyEntry(key)
  return {
    ...common(key),
    kind: 'verdict',
    status: 0,
    code: 0,
    code_name: '',
    message: '',
    proxy_status: '',
    title: language === 'zh' ? text.titleZh : title,
    why: chosen(text.why, language),
    actions: actionsOf(owner, text.remedy, text.others, language),
    related: [],
    sample: '',
  }
}

function common(key: VerdictKey): Pick<CatalogueEntry, 'key' | 'responder' | 'fault' | 'owner'> {
  const { responder, fault, owner } = defaultsOf(key)
  return { key, responder, fault, owner }
}

function actionsOf(
  owner: Owner,
  remedy: Bilingual,
  others: Partial<Record<Owner, Bilingual>> | undefined,
  language: Language,
): CatalogueEntry['actions'] {
  const first = { role: owner, text: chosen(remedy, language) }
  const rest = roles.flatMap((role) => {
    const text = role === owner ? undefined : others?.[role]
    return text === undefined ? [] : [{ role, text: chosen(text, language) }]
  })
  return [first, ...rest]
}

const roles: readonly Owner[] = ['caller', 'publisher', 'backend', 'operator']

function chosen([english, chinese]: Bilingual, language: Language): string {
  return language === 'zh' ? chinese : english
}
