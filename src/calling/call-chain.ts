import { titleOf } from '../diagnosis/catalogue/key-texts.ts'
import { defaultsOf } from '../diagnosis/finding.ts'
import { chosen, en, zh, type Bilingual, type Language } from '../model/bilingual.ts'
import type { Verdict } from '../model/verdict.ts'
import type { BodyReceiver } from './call-answer.ts'
import { readableBody, type ReadableBody } from './call-body.ts'
import { exchange, type ExchangeSetting } from './call-exchange.ts'
import { gatewaySeen, type GatewaySeen } from './call-gateway.ts'
import type { CallRequest } from './call-request.ts'
import { exchangeNotes } from './call-notes.ts'
import { nextRequest, type NextRequest } from './call-redirects.ts'
import type { SecretMask } from './call-secrets.ts'
import { gatewayOf, judge, type JudgedExchange } from './call-verdict.ts'
import type { ExchangeSeen } from './exchange-seen.ts'
import { printableLine } from '../model/printable-text.ts'

/** One request of the chain with all that is known of it. */
export interface CallHop extends JudgedExchange {
  readonly number: number
  readonly verdict: Verdict
  readonly gateway: GatewaySeen | undefined
  /** What a person would not expect: a method changed, credentials dropped, a certificate nearly over. */
  readonly notes: readonly string[]
  /** What follows, where the answer is a redirect that is followed. */
  readonly next: CallRequest | undefined
}

export interface ChainSetting extends Omit<ExchangeSetting, 'onBody'> {
  readonly mask: SecretMask
  readonly follow: boolean
  /** Why a redirect is not followed all the same; undefined: it may be. */
  readonly refusalOf?: (next: CallRequest) => Bilingual | undefined
  /** What is trusted at an address, where that differs from one to another. */
  readonly trustAt?: (url: URL) => Pick<ExchangeSetting, 'ca' | 'verify'>
  readonly mostRedirects: number
  /** What is odd about the call itself. */
  readonly firstNotes: readonly Bilingual[]
  /** Of verdicts and notes. */
  readonly language: Language
  /** Gets the body of the last answer, framing taken off. */
  readonly onFinalBody: (bytes: Buffer) => void
  readonly onHop: (hop: CallHop) => void
}

/** The request and those that its redirects ask for, each on a connection of its own. At least one. */
export async function callChain(
  first: CallRequest,
  setting: ChainSetting,
): Promise<readonly [CallHop, ...CallHop[]]> {
  let hop = await callHop(first, [], setting)
  const hops: [CallHop, ...CallHop[]] = [hop]
  setting.onHop(hop)
  for (let request = hop.next; request !== undefined; request = hop.next) {
    hop = await callHop(request, hops, setting)
    hops.push(hop)
    setting.onHop(hop)
  }
  return hops
}

async function callHop(
  request: CallRequest,
  before: readonly CallHop[],
  setting: ChainSetting,
): Promise<CallHop> {
  const hasHopsLeft = before.length < setting.mostRedirects
  const mayFollow = setting.follow && hasHopsLeft
  const onBody: BodyReceiver = (bytes, status, headers) => {
    const following = permitted(nextRequest(request, { status, headers }), setting)
    if (!mayFollow || following.request === undefined) setting.onFinalBody(bytes)
  }
  const trust = setting.trustAt?.(request.url)
  const seen = await exchange(request, { ...setting, ...trust, onBody })
  const asked = askedNext(seen)
  const next = permitted(asked, setting)
  const judged: JudgedExchange = { ...seen, body: await bodyOf(seen), ledHereBy: before.length }
  const verdict = judge(judged, setting.language)
  const isTooMany = setting.follow && !hasHopsLeft && asked.request !== undefined
  return {
    ...judged,
    number: before.length + 1,
    verdict: shown(
      isTooMany ? tooMany(verdict, [...before, seen], setting) : verdict,
      setting.mask,
    ),
    gateway: gatewayOf(judged),
    notes: [
      ...(before.length === 0 ? setting.firstNotes : []),
      ...exchangeNotes(judged),
      ...(mayFollow || asked.request === undefined ? next.notes : []),
    ].map((note) => setting.mask.text(chosen(note, setting.language))),
    next: mayFollow ? next.request : undefined,
  }
}

function askedNext({ request, answer, failure }: ExchangeSeen): NextRequest {
  return failure === undefined && answer !== undefined ? nextRequest(request, answer) : nowhere
}

function permitted(asked: NextRequest, { refusalOf }: ChainSetting): NextRequest {
  const refusal = asked.request === undefined ? undefined : refusalOf?.(asked.request)
  return refusal === undefined ? asked : { request: undefined, notes: [refusal] }
}

/** Without secrets, and harmless to a terminal: parts of it are the other side's words. */
function shown(verdict: Verdict, mask: SecretMask): Verdict {
  const text = (sentence: string): string => printableLine(mask.text(sentence))
  return {
    ...verdict,
    summary: text(verdict.summary),
    evidence: verdict.evidence.map((piece) => ({ ...piece, statement: text(piece.statement) })),
    next_steps: verdict.next_steps.map(text),
    software: verdict.software === null ? null : text(verdict.software),
  }
}

const nowhere: NextRequest = { request: undefined, notes: [] }
const noBody: ReadableBody = { text: '', isBinary: false, isWhole: true, problem: undefined }

async function bodyOf({ answer }: ExchangeSeen): Promise<ReadableBody> {
  return answer === undefined ? noBody : await readableBody(answer)
}

/** The hop on which a person has to act: the last that failed, else the last. Where nothing answered at
 *  an address that only a faulty redirect named, the redirect is the cause. */
export function chosenHop(hops: readonly [CallHop, ...CallHop[]]): CallHop {
  const failed = hops.findLast(hasFault)
  if (failed === undefined) return hops.at(-1) ?? hops[0]
  const leading = hops[failed.ledHereBy - 1]
  return failed.answer === undefined && leading !== undefined && hasFault(leading)
    ? leading
    : failed
}

function hasFault({ verdict }: CallHop): boolean {
  return verdict.fault !== 'none'
}

function tooMany(
  verdict: Verdict,
  hops: readonly ExchangeSeen[],
  { mostRedirects: most, language }: ChainSetting,
): Verdict {
  const key = 'call_too_many_redirects'
  const { responder, fault, owner } = defaultsOf(key)
  const isThroughGateway = hops.some(({ answer }) => gatewaySeen(answer?.headers ?? []))
  return {
    ...verdict,
    responder: verdict.responder === 'none' ? responder : verdict.responder,
    fault,
    owner: isThroughGateway ? owner : 'backend', // nobody publishes what is called directly
    key,
    certainty: 'certain',
    summary: chosen(circleOf(hops) ?? moreThan(most), language),
    evidence: [
      {
        source: 'response',
        statement: chosen(allRedirects(hops.length), language),
        weight: 'strong',
      },
      ...verdict.evidence,
    ],
    next_steps: [chosen(lookAtEach, language)],
    help: `/errors/${key}`,
  }
}

function circleOf(hops: readonly ExchangeSeen[]): Bilingual | undefined {
  const addresses = hops.map(({ request }) => `${request.method} ${request.url.href}`)
  const circle = addresses.findIndex((address, index) => addresses.indexOf(address) < index)
  if (circle < 0) return undefined
  const before = addresses.indexOf(addresses[circle] ?? '')
  const title = titleOf('call_too_many_redirects')
  return [
    en`${title} Hop ${circle + 1} asks for the same as hop ${before + 1}.`,
    zh`${title}第 ${circle + 1} 跳与第 ${before + 1} 跳的请求相同。`,
  ]
}

function moreThan(most: number): Bilingual {
  return [
    `After ${most} redirects the answer is another one; it was not followed.`,
    `${most} 次跳转后的应答仍是跳转，没有再跟随。`,
  ]
}

function allRedirects(count: number): Bilingual {
  return [`${count} answers, all of them redirects`, `${count} 个应答全部是跳转`]
}

const lookAtEach: Bilingual = [
  'Call with --no-follow and look at each Location: http and https, or a login page, mostly send to each other.',
  '用 --no-follow 调用并逐个查看 Location：多为 http 与 https 互相跳转，或反复跳到登录页。',
]
