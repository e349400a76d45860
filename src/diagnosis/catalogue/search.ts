import { errorEntry, errorKeys } from '../../model/error-table.ts'
import { catalogueEntry, catalogueKeys, type CatalogueEntry, type Language } from '../catalogue.ts'
import type { VerdictKey } from '../finding.ts'
import { pairScorer } from './chinese-pairs.ts'
import { oldNames } from './old-names.ts'

/** All entries that a search finds, the best first. It takes what people have at hand: a key, a code or
 *  its beginning, a status, a code name, a message or header line or body as it was received, names of
 *  the old system, words in either language. '' finds everything. */
export function searchCatalogue(query: string, language: Language = 'en'): CatalogueEntry[] {
  const text = essence(query)
  const keys = text === '' ? catalogueKeys : keysFor(text)
  return keys.flatMap((key) => catalogueEntry(key, language) ?? [])
}

function keysFor(text: string): readonly VerdictKey[] {
  const steps = [byKey, byNumber, byCodeName, byMessage]
  for (const step of steps) {
    const found = step(text)
    if (found.length > 0) return found
  }
  const found = [...new Set([...byOldName(text), ...byWords(text)])]
  return found.length > 0 ? found : byPairs(text)
}

/** Without what surrounds it in a terminal: `< X-Bkapi-Error-Message: …`, the envelope, quotes. */
function essence(query: string): string {
  const line = query.trim().replace(/^[<>*]?\s*x-bkapi-error-(message|code):\s*/i, '')
  return (messageIn(line) ?? line)
    .replace(/^["'`]+|["'`]+$/g, '')
    .trim()
    .toLowerCase()
    .slice(0, 1_000)
}

function messageIn(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('message' in body)) return undefined
    return String(body.message)
  } catch {
    return undefined
  }
}

function byKey(text: string): VerdictKey[] {
  const wanted = text.replaceAll(/[\s-]+/g, '_')
  return catalogueKeys.filter((key) => key === wanted)
}

/** `1650200`, `16502`, or a status: `502`. */
function byNumber(text: string): VerdictKey[] {
  if (!/^\d{3,7}$/.test(text)) return []
  const isStatus = text.length === 3
  const ours = errorKeys.filter((key) => {
    const { code, status } = errorEntry(key)
    return isStatus ? String(status) === text : String(code).startsWith(text)
  })
  const theirs = text.length < 7 ? [] : byOldName(text)
  return [...new Set<VerdictKey>([...ours, ...theirs])]
}

function byCodeName(text: string): VerdictKey[] {
  const ours = errorKeys.filter((key) => errorEntry(key).codeName.toLowerCase() === text)
  return ours.length > 0 ? ours : []
}

/** A message as it was received, filled in: the entry with the most fixed text first. */
function byMessage(text: string): VerdictKey[] {
  return errorKeys
    .filter((key) => messagePattern(key).test(text))
    .toSorted((one, other) => errorEntry(other).detail.length - errorEntry(one).detail.length)
}

function messagePattern(key: VerdictKey & (typeof errorKeys)[number]): RegExp {
  const { message, detail } = errorEntry(key)
  const whole = detail === '' ? message : `${message} ${detail}`
  const parts = whole.toLowerCase().split(/\{\w+\}/)
  return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join('.*')}`)
}

/** One contains the other: `curl: (52) Empty reply` and `curl (52)`, `cannot read header`. */
function byOldName(text: string): VerdictKey[] {
  const wanted = bare(text)
  if (wanted.length < (/\p{Script=Han}/u.test(wanted) ? 3 : 4)) return []
  return oldNames.flatMap(([name, keys]) => {
    const known = bare(name)
    return known.includes(wanted) || wanted.includes(known) ? keys : []
  })
}

function bare(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Words at their beginning; Chinese, which has no spaces, anywhere. */
function byWords(text: string): VerdictKey[] {
  const words = bare(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (/^\w/.test(word) ? ` ${word}` : word))
  if (words.length === 0) return []
  const scored = catalogueKeys.flatMap((key) => {
    const entries = languages.flatMap((language) => catalogueEntry(key, language) ?? [])
    const head = searched([key, ...entries.map(({ title }) => title)])
    const body = searched(entries.map(bodyOf))
    if (!words.every((word) => head.includes(word) || body.includes(word))) return []
    return [{ key, inHead: words.filter((word) => head.includes(word)).length }]
  })
  return scored.toSorted((one, other) => other.inHead - one.inHead).map(({ key }) => key)
}

/** The entries nearest to Chinese words that none has as they are; what is in a title counts double. */
function byPairs(text: string): VerdictKey[] {
  const entries = catalogueKeys.flatMap((key) => {
    const entry = catalogueEntry(key, 'zh')
    return entry === undefined
      ? []
      : [{ key, title: entry.title, all: `${entry.title} ${bodyOf(entry)}` }]
  })
  const scorer = pairScorer(
    text,
    entries.map(({ all }) => all),
  )
  if (scorer === undefined) return []
  return entries
    .filter(({ all }) => scorer.share(all) >= nearEnough)
    .map(({ key, title, all }) => ({ key, near: scorer.weight(all) + scorer.weight(title) }))
    .toSorted((one, other) => other.near - one.near)
    .slice(0, mostNear)
    .map(({ key }) => key)
}

const nearEnough = 0.5
const mostNear = 8

const languages: readonly Language[] = ['en', 'zh']

function searched(parts: readonly string[]): string {
  return ` ${bare(parts.join(' ').toLowerCase())}`
}

function bodyOf({ why, message, code_name: codeName, actions, sample }: CatalogueEntry): string {
  return [why, message, codeName, ...actions.map(({ text }) => text), sample].join(' ')
}
