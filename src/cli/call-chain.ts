import { defaultsOf, fact } from '../diagnosis/finding.ts'
import type { Verdict } from '../model/verdict.ts'
import type { BodyReceiver, CallAnswer } from './call-answer.ts'
import { readableBody, type ReadableBody } from './call-body.ts'
import { exchange, type ExchangeSetting } from './call-exchange.ts'
import { gatewaySeen, type GatewaySeen } from './call-gateway.ts'
import type { CallRequest } from './call-request.ts'
import { nextRequest, type NextRequest } from './call-redirects.ts'
import type { SecretMask } from './call-secrets.ts'
import { fewDays } from './call-tls.ts'
import { judge, type JudgedExchange } from './call-verdict.ts'
import type { ExchangeSeen } from './exchange-seen.ts'
import { printableLine } from './printable-text.ts'

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
  readonly mostRedirects: number
  /** What is odd about the call itself. */
  readonly firstNotes: readonly string[]
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
  const mayFollow = setting.follow && before.length < setting.mostRedirects
  const onBody: BodyReceiver = (bytes, status, headers) => {
    if (!mayFollow || nextRequest(request, { status, headers }).request === undefined)
      setting.onFinalBody(bytes)
  }
  const seen = await exchange(request, { ...setting, onBody })
  const asked = askedNext(seen)
  const judged: JudgedExchange = { ...seen, body: await bodyOf(seen), ledHereBy: before.length }
  const verdict = judge(judged)
  const isTooMany = setting.follow && !mayFollow && asked.request !== undefined
  return {
    ...judged,
    number: before.length + 1,
    verdict: shown(
      isTooMany ? tooMany(verdict, [...before, seen], setting.mostRedirects) : verdict,
      setting.mask,
    ),
    gateway: seen.answer === undefined ? undefined : gatewaySeen(seen.answer.headers),
    notes: [
      ...(before.length === 0 ? setting.firstNotes : []),
      ...exchangeNotes(judged),
      ...(mayFollow || asked.request === undefined ? asked.notes : []),
    ].map((note) => setting.mask.text(note)),
    next: mayFollow ? asked.request : undefined,
  }
}

function askedNext({ request, answer, failure }: ExchangeSeen): NextRequest {
  return failure === undefined && answer !== undefined ? nextRequest(request, answer) : nowhere
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
const noBody: ReadableBody = { text: '', isBinary: false, isWhole: true, problem: '' }

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

function tooMany(verdict: Verdict, hops: readonly ExchangeSeen[], most: number): Verdict {
  const key = 'call_too_many_redirects'
  const { responder, fault, owner, title } = defaultsOf(key)
  const isThroughGateway = hops.some(({ answer }) => gatewaySeen(answer?.headers ?? []))
  const addresses = hops.map(({ request }) => `${request.method} ${request.url.href}`)
  const circle = addresses.findIndex((address, index) => addresses.indexOf(address) < index)
  const seenBefore = addresses.indexOf(addresses[circle] ?? '')
  return {
    ...verdict,
    responder: verdict.responder === 'none' ? responder : verdict.responder,
    fault,
    owner: isThroughGateway ? owner : 'backend', // nobody publishes what is called directly
    key,
    certainty: 'certain',
    summary:
      circle < 0
        ? `After ${most} redirects the answer is another one; it was not followed.`
        : `${title} Hop ${circle + 1} asks for the same as hop ${seenBefore + 1}.`,
    evidence: [
      fact('response', `${hops.length} answers, all of them redirects`),
      ...verdict.evidence,
    ],
    next_steps: [
      'Call with --no-follow and look at each Location: http and https, or a login page, mostly send to each other.',
    ],
    help: `/errors/${key}`,
  }
}

function exchangeNotes({ request, answer, tls, body, times }: JudgedExchange): string[] {
  return [
    ...(tls === undefined ? [] : certificateNotes(tls)),
    ...(answer === undefined ? [] : answerNotes(answer, body)),
    ...(times.sentMs < 0 && answer !== undefined && request.body !== undefined
      ? ['the answer came before the whole request was sent']
      : []),
  ]
}

function certificateNotes({
  isVerified,
  problem,
  daysLeft,
  validTo,
}: JudgedExchange['tls'] & {}): string[] {
  return [
    ...(isVerified
      ? []
      : [
          `the certificate was not checked (--insecure)${problem === '' ? '; it would have passed' : `; it would have been refused: ${problem}`}`,
        ]),
    ...(daysLeft >= 0 && daysLeft < fewDays && validTo !== ''
      ? [`the certificate expires in ${daysLeft} days (${validTo.slice(0, 10)})`]
      : []),
  ]
}

function answerNotes(answer: CallAnswer, body: ReadableBody): string[] {
  return [
    ...(answer.interim.length > 0
      ? [`before it came ${answer.interim.slice(0, 5).join(', ')}`]
      : []),
    ...(answer.hasExcess ? ['bytes came behind the end of the answer'] : []),
    ...(answer.framing === 'close' && answer.version !== ''
      ? ['the body has no length and ends with the connection: a cut could not be seen']
      : []),
    ...(answer.status === 101
      ? ['the connection changed its protocol; this command does not speak it']
      : []),
    ...(answer.trailers === ''
      ? []
      : [`trailers: ${answer.trailers.trim().replaceAll('\r\n', ', ')}`]),
    ...(body.problem === '' ? [] : [body.problem]),
  ]
}
