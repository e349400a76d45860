import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type FoundEvidence } from '../finding.ts'
import { headerOf, type ReceivedResponse } from '../received-response.ts'
import { allFingerprints } from './all-fingerprints.ts'
import {
  applicationNote,
  applicationRuntime,
  applicationServer,
  namesRuntime,
  namesServer,
} from './application-fields.ts'
import type { Fingerprint, Meaning, PageSign, SupportingSign } from './fingerprint.ts'
import { hasHeadSign, subjectOf, wordsOf } from './head-sign.ts'
import { foundIn, pageMatches, seenOf, type Seen } from './seen-response.ts'
import { otherProgramStated } from './stated-program.ts'
import type { Writer } from './writer.ts'

/** Who wrote this answer? Several signs are weighed; a single header field never decides, because
 *  fields are forwarded, stripped and faked, while a body is rarely rewritten. */
export function identify(received: ReceivedResponse): Writer {
  const response = seenOf(received)
  const candidates = allFingerprints.flatMap((print) => candidateOf(print, response))
  const decisive = mostSpecific(candidates.filter(({ score }) => score >= decisiveScore))
  if (decisive.length > 0) return writerAmong(decisive, response)
  const hinted = mostSpecific(candidates.filter(({ page }) => page !== undefined))
  return hinted.length > 0 ? writerAmong(hinted, response) : unknownWriter(candidates, response)
}

function writerAmong(candidates: readonly Candidate[], response: Seen): Writer {
  const [first] = candidates
  const isOne = new Set(candidates.map(({ print }) => print.software)).size === 1
  return first !== undefined && isOne ? oneProgram(first, response) : severalPrograms(candidates)
}

/** A strong sign counts 4, a medium 2, a weak 1. 4 is one strong sign of the body; 3 is a medium one
 *  with another sign beside it. */
const decisiveScore = 3
const points = { strong: 4, medium: 2, weak: 1 } as const

interface Candidate {
  readonly print: Fingerprint
  readonly page: PageSign | undefined
  readonly headers: readonly SupportingSign[]
  readonly score: number
  readonly meanings: ReadonlySet<Meaning>
  /** A field names another program. */
  readonly doubt: Bilingual | undefined
}

function candidateOf(print: Fingerprint, response: Seen): Candidate[] {
  const pages = print.pages.filter((page) => pageMatches(page, response))
  const headers = supportOf(print, response)
  const page = pages.find(({ weight }) => weight === 'strong') ?? pages[0]
  if (page === undefined && headers.length === 0) return []
  const meanings = new Set(pages.flatMap(({ meaning }) => (meaning === undefined ? [] : [meaning])))
  const doubt = page === undefined ? undefined : doubtAbout(print, response)
  return [{ print, page, headers, score: scoreOf(page, headers), meanings, doubt }]
}

/** A page in HTML is a program's own, whoever passed it on. A short text and JSON of this shape are many's. */
function doubtAbout(print: Fingerprint, { body, head }: Seen): Bilingual | undefined {
  return body === '' || /^\s*</.test(body) ? undefined : otherProgramStated(print, head)
}

function supportOf({ headers }: Fingerprint, response: Seen): SupportingSign[] {
  return (headers ?? []).filter((sign) => hasHeadSign(sign, response.head))
}

/** Headers alone decide only where two of them agree and one of them is more than weak. What a page
 *  needs anyway is no further sign. */
function scoreOf(page: PageSign | undefined, headers: readonly SupportingSign[]): number {
  const needed = new Set((page?.needs ?? []).map(subjectOf))
  const fromHeaders = headers
    .filter((sign) => !needed.has(subjectOf(sign)))
    .reduce((sum, { weight }) => sum + points[weight], 0)
  if (page !== undefined) return points[page.weight] + fromHeaders
  const enough = headers.length >= 2 && headers.some(({ weight }) => weight !== 'weak')
  return enough ? fromHeaders : Math.min(fromHeaders, decisiveScore - 1)
}

/** A text of its own outweighs header fields: those are of whoever passed the answer on. And a program
 *  that runs on another one carries both programs' signs. */
function mostSpecific(all: readonly Candidate[]): Candidate[] {
  const credible = all.filter(({ page, doubt }) => page !== undefined && doubt === undefined)
  const candidates = (credible.length > 0 ? credible : all).filter((one) => !isOutdone(one, all))
  const byText = candidates.filter(({ page }) => page?.weight === 'strong')
  const withPage = candidates.filter(({ page }) => page !== undefined)
  const best = [byText, withPage, candidates].find(({ length }) => length > 0) ?? []
  const beneath = new Set(best.flatMap(({ print }) => print.builtOn ?? []))
  return best.filter(({ print }) => !beneath.has(print.software))
}

/** Of two programs that write the same text, the one whose field is in the header. */
function isOutdone({ page, headers }: Candidate, all: readonly Candidate[]): boolean {
  const shared = page?.sharedWith ?? []
  if (shared.length === 0 || headers.length > 0) return false
  return all.some(
    (other) =>
      shared.includes(other.print.software) &&
      other.page !== undefined &&
      other.headers.some((sign) => 'name' in sign),
  )
}

function oneProgram(candidate: Candidate, response: Seen): Writer {
  const { print, page, meanings, doubt } = candidate
  if (doubt !== undefined) return doubted(candidate, doubt)
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
  if (shared.length > 0 && !isToldApart(candidate, shared, response))
    return sharedText(candidate, shared)
  return {
    state: isIdentified(candidate) ? 'identified' : 'hinted',
    layer: print.layer,
    ...(print.isForwardProxy === true ? { isForwardProxy: true } : {}),
    software: withVersion(print, page, response),
    meanings,
    evidence: evidenceOf(candidate),
  }
}

/** Neither the name nor what this program would mean by it; the layer is the same for all that run there. */
function doubted(candidate: Candidate, doubt: Bilingual): Writer {
  const isOfService = candidate.print.layer === 'service'
  return {
    state: isOfService ? 'hinted' : 'conflict',
    layer: isOfService ? 'service' : undefined,
    software: null,
    meanings: new Set(),
    evidence: [...evidenceOf(candidate), fact('response', doubt, 'medium')],
  }
}

/** A shared text has a name where the header is as this program writes it, and as no other of them does. */
function isToldApart(
  { page, headers }: Candidate,
  shared: readonly string[],
  response: Seen,
): boolean {
  if (page?.weight !== 'strong' || page.mostly === true || headers.length === 0) return false
  const others = allFingerprints.filter(({ software }) => shared.includes(software))
  return others.every((print) => supportOf(print, response).length === 0)
}

/** Header fields alone stay a hint, and so does a text that others could write. */
function isIdentified({ page, score }: Candidate): boolean {
  return page !== undefined && score >= decisiveScore
}

function sharedText(candidate: Candidate, shared: readonly string[]): Writer {
  const names = shared.join(', ')
  const note = fact(
    'fingerprint',
    [`${names} can write the same`, `${names} 也会写出同样的内容`],
    'medium',
  )
  const { print, page, meanings } = candidate
  const evidence = [...evidenceOf(candidate), note]
  if (page?.mostly === true)
    return { state: 'hinted', layer: print.layer, software: print.software, meanings, evidence }
  return sameLayer(print.layer, shared)
    ? { state: 'layer_only', layer: print.layer, software: null, meanings, evidence }
    : { state: 'hinted', layer: undefined, software: null, meanings, evidence }
}

function sameLayer(layer: Fingerprint['layer'], names: readonly string[]): boolean {
  return names.every((name) => {
    const other = allFingerprints.find(({ software }) => software === name)
    return other === undefined || other.layer === layer
  })
}

/** A proxy's own page whose Server field names an application server was copied or imitated by what
 *  runs there: two strong signs that disagree. */
function contradictionOf(candidate: Candidate, response: Seen): FoundEvidence | undefined {
  if (candidate.print.layer !== 'access_layer' || candidate.page === undefined) return undefined
  const servers = response.headers
    .filter(([name]) => name.toLowerCase() === 'server')
    .map(([, value]) => value)
  const [server = ''] = servers
  if (servers.length === 1 && applicationServer.test(server))
    return fact('response', namesServer(server))
  // some proxies are applications themselves, and say what went wrong in a line
  const isPage = /^\s*</.test(response.body)
  const powered = headerOf(response, 'x-powered-by')
  return isPage && applicationRuntime.test(powered)
    ? fact('response', namesRuntime(powered))
    : undefined
}

/** Strong signs of several layers disagree; of one layer, they leave the name open. */
function severalPrograms(candidates: readonly Candidate[]): Writer {
  const layers = new Set(candidates.map(({ print }) => print.layer))
  const layer = layers.size === 1 ? candidates[0]?.print.layer : undefined
  const isStrong = candidates.some(isIdentified)
  return {
    state: layer === undefined ? (isStrong ? 'conflict' : 'hinted') : 'layer_only',
    layer,
    software: null,
    meanings: new Set(candidates.flatMap(({ meanings }) => [...meanings])),
    evidence: candidates.flatMap(evidenceOf),
  }
}

/** Weak signs only: worth telling, not worth naming a layer or a program for. */
function unknownWriter(candidates: readonly Candidate[], response: Seen): Writer {
  const note = applicationNote(response)
  const evidence = candidates.flatMap(evidenceOf)
  if (note === undefined)
    return { state: 'unknown', layer: undefined, software: null, meanings: new Set(), evidence }
  return {
    state: 'hinted',
    layer: 'service',
    software: null,
    meanings: new Set(),
    evidence: [...evidence, fact('fingerprint', note, 'medium')],
  }
}

function evidenceOf({ print, page, headers }: Candidate): FoundEvidence[] {
  const { software } = print
  const body =
    page === undefined
      ? []
      : [
          fact(
            'fingerprint',
            [en`the body ${page.says} (${software})`, zh`响应体${page.says}（${software}）`],
            page.weight,
          ),
        ]
  const head = headers.map((sign) => {
    const words = wordsOf(sign)
    return fact(
      'fingerprint',
      [en`${words} as ${software} writes it`, zh`${words}，是 ${software} 的写法`],
      sign.weight,
    )
  })
  return [...body, ...head]
}

/** Product names as they stand in Server fields and page footers: `nginx/1.22.1`. */
function withVersion(print: Fingerprint, page: PageSign | undefined, response: Seen): string {
  const stated = page === undefined ? undefined : foundIn(page, response)?.groups?.['version']
  if (stated !== undefined) return `${print.software}/${stated}`
  const server = headerOf(response, 'server')
  const product = /^([\w.-]+)\/([\d][\w.-]*)/.exec(server)
  if (product?.[1]?.toLowerCase() === print.software.toLowerCase())
    return `${print.software}/${product[2] ?? ''}`
  return print.software
}
