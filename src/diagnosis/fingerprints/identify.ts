import type { Evidence } from '../../model/verdict.ts'
import { fact } from '../finding.ts'
import { hasHeader, headerOf, type ReceivedResponse } from '../received-response.ts'
import { allFingerprints } from './all-fingerprints.ts'
import type { Fingerprint, HeaderSign, Meaning, PageSign } from './fingerprint.ts'
import type { Writer } from './writer.ts'

/** Who wrote this answer? Several signs are weighed; a single header field never decides, because
 *  fields are forwarded, stripped and faked, while a body is rarely rewritten. */
export function identify(received: ReceivedResponse): Writer {
  const response = { ...received, body: endsOf(received.body) }
  const candidates = allFingerprints.flatMap((print) => candidateOf(print, response))
  const decisive = mostSpecific(candidates.filter((candidate) => candidate.score >= decisiveScore))
  const [first] = decisive
  if (first === undefined) return hint(candidates)
  const names = new Set(decisive.map(({ print }) => print.software))
  if (names.size === 1) return oneProgram(first, response)
  return severalPrograms(decisive)
}

/** Where programs put their names: the beginning and the end. Bounds the time of every pattern. */
function endsOf(body: string): string {
  return body.length <= headChars + tailChars
    ? body
    : body.slice(0, headChars) + body.slice(-tailChars)
}

const headChars = 12_288
const tailChars = 4_096

/** A strong sign counts 4, a medium 2, a weak 1. 4 is one strong sign of the body; 3 is a medium one
 *  with another sign beside it. */
const decisiveScore = 3
const points = { strong: 4, medium: 2, weak: 1 } as const

interface Candidate {
  readonly print: Fingerprint
  readonly page: PageSign | undefined
  readonly headers: readonly HeaderSign[]
  readonly score: number
  readonly meanings: ReadonlySet<Meaning>
}

function candidateOf(print: Fingerprint, response: ReceivedResponse): Candidate[] {
  const pages = print.pages.filter((page) => pageMatches(page, response))
  const headers = (print.headers ?? []).filter((sign) => headerMatches(sign, response))
  const page = pages.find(({ weight }) => weight === 'strong') ?? pages[0]
  if (page === undefined && headers.length === 0) return []
  const meanings = new Set(pages.flatMap(({ meaning }) => (meaning === undefined ? [] : [meaning])))
  return [{ print, page, headers, score: scoreOf(page, headers), meanings }]
}

/** Headers alone decide only where two of them agree and one of them is more than weak. */
function scoreOf(page: PageSign | undefined, headers: readonly HeaderSign[]): number {
  const fromHeaders = headers.reduce((sum, { weight }) => sum + points[weight], 0)
  if (page !== undefined) return points[page.weight] + fromHeaders
  const enough = headers.length >= 2 && headers.some(({ weight }) => weight !== 'weak')
  return enough ? fromHeaders : Math.min(fromHeaders, decisiveScore - 1)
}

function pageMatches(page: PageSign, response: ReceivedResponse): boolean {
  const statusKnown = response.status !== 0 // a bare body shows none
  if (statusKnown && page.statuses !== undefined && !page.statuses.includes(response.status))
    return false
  if (!page.body.test(response.body)) return false
  return (page.needs ?? []).every((sign) => headerMatches(sign, response))
}

function headerMatches(sign: HeaderSign, response: ReceivedResponse): boolean {
  if (!hasHeader(response, sign.name)) return false
  if (sign.value === undefined) return true
  const wanted = sign.name.toLowerCase()
  return response.headers.some(
    ([name, value]) => name.toLowerCase() === wanted && sign.value?.test(value) === true,
  )
}

/** A program that runs on another one carries both programs' signs. And a text of its own outweighs
 *  header fields alone: those are of whoever passed the answer on. */
function mostSpecific(candidates: readonly Candidate[]): Candidate[] {
  const beneath = new Set(candidates.flatMap(({ print }) => print.builtOn ?? []))
  const top = candidates.filter(({ print }) => !beneath.has(print.software))
  const byText = top.filter(({ page }) => page?.weight === 'strong')
  if (byText.length > 0) return byText
  const withPage = top.filter(({ page }) => page !== undefined)
  return withPage.length > 0 ? withPage : top
}

function oneProgram(candidate: Candidate, response: ReceivedResponse): Writer {
  const { print, page, meanings } = candidate
  const contradiction = contradictionOf(candidate, response)
  if (contradiction !== undefined)
    return {
      state: 'conflict',
      layer: undefined,
      software: null,
      meanings,
      evidence: [...evidenceOf(candidate), contradiction],
    }
  const shared = page?.sharedWith ?? []
  const isNameless = page?.weight === 'medium' || candidate.headers.length === 0
  if (shared.length > 0 && isNameless) return sharedText(candidate, shared)
  return {
    state: page === undefined ? 'hinted' : 'identified', // header fields alone stay a hint
    layer: print.layer,
    software: withVersion(print, page, response),
    meanings,
    evidence: evidenceOf(candidate),
  }
}

function sharedText(candidate: Candidate, shared: readonly string[]): Writer {
  const note = fact('fingerprint', `${shared.join(', ')} write the same text`, 'medium')
  return {
    state: sameLayer(candidate.print.layer, shared) ? 'layer_only' : 'hinted',
    layer: sameLayer(candidate.print.layer, shared) ? candidate.print.layer : undefined,
    software: null,
    meanings: candidate.meanings,
    evidence: [...evidenceOf(candidate), note],
  }
}

function sameLayer(layer: Fingerprint['layer'], names: readonly string[]): boolean {
  return names.every((name) => {
    const other = allFingerprints.find(({ software }) => software === name)
    return other === undefined || other.layer === layer
  })
}

/** A proxy's own page whose Server field names an application server was copied or imitated by what
 *  runs there: two strong signs that disagree. */
function contradictionOf(candidate: Candidate, response: ReceivedResponse): Evidence | undefined {
  if (candidate.print.layer !== 'access_layer' || candidate.page === undefined) return undefined
  const servers = response.headers
    .filter(([name]) => name.toLowerCase() === 'server')
    .map(([, value]) => value)
  if (servers.length !== 1 || !applicationServer.test(servers[0] ?? '')) return undefined
  return fact('response', `Server: ${servers[0]} names an application server`, 'strong')
}

export const applicationServer =
  /^(?:gunicorn|uvicorn|werkzeug|waitress|wsgiserver|kestrel|jetty|puma|daphne|hypercorn|cheroot|tornadoserver|cowboy)/i

function severalPrograms(candidates: readonly Candidate[]): Writer {
  const layers = new Set(candidates.map(({ print }) => print.layer))
  const layer = layers.size === 1 ? candidates[0]?.print.layer : undefined
  return {
    state: layer === undefined ? 'conflict' : 'layer_only',
    layer,
    software: null,
    meanings: new Set(candidates.flatMap(({ meanings }) => [...meanings])),
    evidence: candidates.flatMap(evidenceOf),
  }
}

/** Medium or weak signs: worth telling, not worth naming a program for. */
function hint(candidates: readonly Candidate[]): Writer {
  const withPage = candidates.filter(({ page }) => page !== undefined)
  const shown = withPage.length > 0 ? withPage : candidates
  const layers = new Set(withPage.map(({ print }) => print.layer))
  const layer = layers.size === 1 ? withPage[0]?.print.layer : undefined
  return {
    state: withPage.length === 0 ? 'unknown' : 'hinted',
    layer,
    software: null,
    meanings: new Set(withPage.flatMap(({ meanings }) => [...meanings])),
    evidence: shown.flatMap(evidenceOf),
  }
}

function evidenceOf({ print, page, headers }: Candidate): Evidence[] {
  const body =
    page === undefined
      ? []
      : [fact('fingerprint', `the body ${page.says} (${print.software})`, page.weight)]
  const fields = headers.map(({ name, weight }) =>
    fact('fingerprint', `the field ${name} is as ${print.software} sends it`, weight),
  )
  return [...body, ...fields]
}

/** Product names as they stand in Server fields and page footers: `nginx/1.22.1`. */
function withVersion(
  print: Fingerprint,
  page: PageSign | undefined,
  response: ReceivedResponse,
): string {
  const stated = page === undefined ? undefined : page.body.exec(response.body)?.groups?.['version']
  if (stated !== undefined) return `${print.software}/${stated}`
  const server = headerOf(response, 'server')
  const product = /^([\w.-]+)\/([\d][\w.-]*)/.exec(server)
  if (product?.[1]?.toLowerCase() === print.software.toLowerCase())
    return `${print.software}/${product[2] ?? ''}`
  return print.software
}
