import { callChain, chosenHop, type CallHop } from '../../calling/call-chain.ts'
import { hopJson, type HopJson } from '../../calling/call-json.ts'
import type { SecretMask } from '../../calling/call-secrets.ts'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import type { Language } from '../../model/bilingual.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { GatewayKey, Release } from '../../model/release.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { NameResolver } from '../../network/resolver.ts'
import { issueDebugPass } from '../../plugins/debug-pass.ts'
import { curlText } from './curl-text.ts'
import { identityOf } from './debug-credentials.ts'
import { hostOf, reachableNames, refusalOf, type DebugReach } from './debug-names.ts'
import type { DebugOrder } from './debug-order.ts'
import { debugRequest } from './debug-request.ts'
import { targetOf } from './debug-target.ts'

/** What the server lends to a debug call. */
export interface DebugPlace {
  /** Where the workers listen: https://HOST:PORT. */
  readonly listener: string
  readonly consolePort: string
  keyOf(gateway: string): Promise<GatewayKey>
  readonly resolver: NameResolver
  readonly flowLog: Pick<FlowLog, 'byId'>
  readonly contacts: ContactBook
}

export interface DebugAsked {
  readonly order: DebugOrder
  readonly release: Release
  /** X-Request-ID of the call. */
  readonly mark: string
  readonly language: Language
  readonly signal: AbortSignal
  mayView(gateway: string): boolean
}

export interface DebugResult {
  /** For who asked. */
  readonly answer: DebugAnswer
  /** For the history, which all who maintain this gateway read: nothing that another gateway noted. */
  readonly forHistory: DebugAnswer
}

export interface DebugAnswer {
  readonly verdict: Verdict
  readonly hops: readonly DebugHop[]
  readonly curl: string
}

export interface DebugHop extends HopJson {
  /** Of the gateway's own answers: what it noted about them, decisions of plugins and phases included. */
  readonly record: FlowRecord | null
}

/** Of name, connection and TLS of a hop; of the whole call. */
const connectMs = 10_000
const wholeMs = 60_000
const mostRedirects = 10

/** Sends one request through the gateway as any caller would, follows where it leads, and puts what the
 *  sockets saw together with what the gateway noted. */
export async function debugCall(asked: DebugAsked, place: DebugPlace): Promise<DebugResult> {
  const { order, release, mark, language } = asked
  const { gateway, stage } = release
  const target = targetOf(order, release, place.listener)
  const identity = await identityOf(order, release, async () =>
    issueDebugPass(await place.keyOf(gateway), { gateway, stage, mark }, Date.now()),
  )
  const { request, mask } = debugRequest(order, target, identity, mark)
  const { follow = 'gateway' } = order
  const listener = new URL(place.listener)
  const reach: DebugReach = { listener, consolePort: place.consolePort, release, follow }
  const hops = await callChain(request, {
    names: reachableNames(place.resolver, reach),
    mask,
    ...ownListener,
    trustAt: (url) => (url.origin === listener.origin ? ownListener : trustOf(reach, url)),
    connectLimitMs: connectMs,
    endMs: performance.now() + wholeMs,
    signal: asked.signal,
    follow: follow !== 'none',
    mostRedirects,
    refusalOf: (next) => refusalOf(reach, next),
    firstNotes: [],
    language,
    onFinalBody: () => undefined,
    onHop: () => undefined,
  })
  const curl = curlText(request, identity, mask)
  const records = await Promise.all(hops.map((hop) => recordOf(hop, place)))
  const shown = (mayShow: (record: FlowRecord) => boolean): DebugAnswer => {
    const [first, ...others] = hops
    const told = (hop: CallHop, at: number): ToldHop => {
      const record = records[at]
      return withRecord(
        hop,
        record !== undefined && mayShow(record) ? record : undefined,
        asked,
        place,
      )
    }
    const chain = [told(first, 0), ...others.map((hop, at) => told(hop, at + 1))] as const
    return answerOf(chain, mask, curl)
  }
  return {
    // a redirect may lead to another gateway, whose records are not for everybody
    answer: shown((record) => asked.mayView(record.gateway)),
    forHistory: shown((record) => record.gateway === gateway),
  }
}

function answerOf(
  chain: readonly [ToldHop, ...ToldHop[]],
  mask: SecretMask,
  curl: string,
): DebugAnswer {
  const last = chain.length - 1
  return {
    verdict: maskedIn(mask, chosenHop(chain).verdict),
    hops: chain.map((hop, at) => shownHop(hop, mask, at === last ? lastBody : bodyOnTheWay)),
    curl,
  }
}

/** The connection never leaves this machine, and few certificates are for a loopback address. */
const ownListener = { ca: '', verify: false } as const

/** As the stage trusts it. */
function trustOf(reach: DebugReach, url: URL): { ca: string; verify: boolean } {
  const host = hostOf(reach, url)
  return { ca: host?.tls.ca ?? '', verify: host?.tls.verify ?? true }
}

interface ToldHop extends CallHop {
  readonly record: FlowRecord | undefined
}

/** What the gateway noted about a hop, which may be another one than the hop before it. */
async function recordOf(
  hop: CallHop,
  { listener, flowLog }: DebugPlace,
): Promise<FlowRecord | undefined> {
  const requestId = hop.gateway?.requestId ?? ''
  if (!isOwn(hop, listener) || requestId === '') return undefined
  return await flowLog.byId(requestId)
}

function isOwn(hop: CallHop, listener: string): boolean {
  return hop.request.url.origin === new URL(listener).origin
}

/** What the gateway noted leads to a better verdict than what is seen from outside. */
function withRecord(
  hop: CallHop,
  record: FlowRecord | undefined,
  { language }: DebugAsked,
  { listener, contacts }: DebugPlace,
): ToldHop {
  const isShown = (note: string): boolean => !isOwn(hop, listener) || !/--insecure/.test(note)
  const notes = hop.notes.filter(isShown)
  const isCircle = hop.verdict.key === 'call_too_many_redirects'
  const verdict =
    record === undefined || isCircle
      ? forApi(hop.verdict)
      : diagnose(record, { contacts, language })
  return { ...hop, notes, verdict, record }
}

/** Advice about options of the command is for those who use it. */
function forApi(verdict: Verdict): Verdict {
  return { ...verdict, next_steps: verdict.next_steps.filter((step) => !/--[a-z]/.test(step)) }
}

/** Characters of the body that is kept of the last answer, and of those before it. */
const lastBody = 262_144
const bodyOnTheWay = 4_096

function shownHop({ record, ...hop }: ToldHop, mask: SecretMask, characters: number): DebugHop {
  return maskedIn(mask, { ...hopJson(hop, mask, characters), record: record ?? null })
}

/** Every text without secrets: a backend may send back what it got. */
function maskedIn<Whole>(mask: SecretMask, value: Whole): Whole {
  return mask.deep(value) as Whole // the shape stays
}
