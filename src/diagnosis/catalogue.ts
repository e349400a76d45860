import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type { Fault, Owner, Responder } from '../model/attribution.ts'
import { errorEntry, errorKeys, isErrorKey, type ErrorKey } from '../model/error-table.ts'
import { isVerdictOnlyKey, verdictOnlyKeys, type VerdictOnlyKey } from '../model/verdict-keys.ts'
import type { Advice } from './catalogue/catalogue-text.ts'
import { errorSample } from './catalogue/error-samples.ts'
import { lookAlikesOf } from './catalogue/look-alikes.ts'
import { verdictSamples } from './catalogue/verdict-samples.ts'
import { errorTexts, remedyOf, titleOf, verdictTexts } from './catalogue/key-texts.ts'
import { defaultsOf, type VerdictKey } from './finding.ts'

export type { Language }

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

function ofError(key: ErrorKey, language: Language): CatalogueEntry {
  const entry = errorEntry(key)
  return {
    ...common(key, errorTexts[key], language),
    kind: 'error',
    status: entry.status,
    code: entry.code,
    code_name: entry.codeName,
    message: entry.detail === '' ? entry.message : `${entry.message} ${entry.detail}`,
    proxy_status: entry.proxyStatus,
    related: errorKeys.filter((other) => other !== key && errorEntry(other).code === entry.code),
    sample: errorSample(key),
  }
}

function ofVerdict(key: VerdictOnlyKey, language: Language): CatalogueEntry {
  return {
    ...common(key, verdictTexts[key], language),
    kind: 'verdict',
    status: 0,
    code: 0,
    code_name: '',
    message: '',
    proxy_status: '',
    related: [],
    sample: verdictSamples[key],
  }
}

type Common = Pick<
  CatalogueEntry,
  'key' | 'responder' | 'fault' | 'owner' | 'title' | 'why' | 'actions' | 'confused_with'
>

function common(
  key: VerdictKey,
  text: Advice & { readonly why: Bilingual },
  language: Language,
): Common {
  const { responder, fault, owner } = defaultsOf(key)
  return {
    key,
    responder,
    fault,
    owner,
    title: chosen(titleOf(key), language),
    why: chosen(text.why, language),
    actions: actionsOf(owner, remedyOf(key), text, language),
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
