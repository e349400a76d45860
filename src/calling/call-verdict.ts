import { verdictOf } from '../diagnosis/diagnose.ts'
import { fact, type Finding, type FoundEvidence } from '../diagnosis/finding.ts'
import { gatewayMarkOf, withoutGatewayFields } from '../diagnosis/gateway-mark.ts'
import { identify } from '../diagnosis/fingerprints/identify.ts'
import type { Writer } from '../diagnosis/fingerprints/writer.ts'
import { judgeResponse } from '../diagnosis/judge-response.ts'
import type { ReceivedResponse, RequestSeen } from '../diagnosis/received-response.ts'
import type { Bilingual, Language } from '../model/bilingual.ts'
import type { ResponseDescription, Verdict } from '../model/verdict.ts'
import type { CallAnswer } from './call-answer.ts'
import type { ReadableBody } from './call-body.ts'
import { failureFacts, gatewayFacts, socketFact, uncheckedFacts } from './call-evidence.ts'
import { failureMeaning } from './call-failure.ts'
import { gatewaySeen, type GatewaySeen } from './call-gateway.ts'
import { fieldOf } from './call-request.ts'
import type { ExchangeFailure, ExchangeSeen } from './exchange-seen.ts'

/** Who answered one hop, whose fault a failure is and who must act: the rules of `why` over what this
 *  machine's own socket saw. */
export interface JudgedExchange extends ExchangeSeen {
  readonly body: ReadableBody
  /** The hop whose Location led here, 0 for the address that was typed. */
  readonly ledHereBy: number
}

export function judge(seen: JudgedExchange, language: Language): Verdict {
  const finding = findingOf(seen)
  return verdictOf(finding, {
    helpUrl: '',
    responseDescription: descriptionOf(seen, finding),
    contacts: [],
    language,
  })
}

function findingOf(seen: JudgedExchange): Finding {
  if (seen.failure !== undefined) return ofFailure(seen, seen.failure)
  const { answer } = seen
  return answer === undefined ? nothing : ofAnswer(seen, answer)
}

/** Never reached: an exchange ends with an answer or a failure. */
const nothing: Finding = {
  key: 'nothing_recognised',
  certainty: 'unknown',
  summary: [
    'The call ended without an answer and without a failure.',
    '调用结束，既没有应答也没有失败。',
  ],
  evidence: [fact('socket', ['nothing was seen', '什么都没有看到'], 'weak')],
  nextSteps: [['Report this: it is a defect of the command.', '请反馈：这是本命令的缺陷。']],
}

function ofFailure(seen: JudgedExchange, failure: ExchangeFailure): Finding {
  const { says, steps, ...meaning } = failureMeaning(seen, failure)
  const { answer } = seen
  const gateway = gatewayOf(seen)
  const writer = answer === undefined ? undefined : writerOf(responseOf(seen, answer), gateway)
  const finding: Finding = {
    ...meaning,
    ...(meaning.key === 'answer_cut' ? { responder: writer?.layer ?? 'backend' } : {}),
    certainty: 'certain',
    summary: says,
    evidence: [
      socketFact(seen),
      ...failureFacts(seen, failure),
      ...gatewayFacts(gateway),
      ...uncheckedFacts(seen),
    ],
    nextSteps: [...steps, ...gatewaySteps(gateway)],
    software: writer?.software ?? null,
  }
  return seen.ledHereBy === 0 ? finding : ledHere(finding, seen.ledHereBy)
}

/** Nobody typed this address: who wrote a wrong Location is to blame for it, not who followed it. */
function ledHere(finding: Finding, hop: number): Finding {
  return {
    ...finding,
    ...(finding.fault === 'client' ? { fault: 'unsure', owner: 'backend' } : {}),
    evidence: [
      ...finding.evidence,
      fact('response', [
        `the address came from the Location of hop ${hop}`,
        `该地址来自第 ${hop} 跳的 Location`,
      ]),
    ],
    nextSteps: [
      ...finding.nextSteps,
      [
        `Tell whoever answered hop ${hop} where its redirect leads.`,
        `告诉第 ${hop} 跳的应答方，它的跳转指向哪里。`,
      ],
    ],
  }
}

function ofAnswer(seen: JudgedExchange, answer: CallAnswer): Finding {
  const gateway = gatewayOf(seen)
  const response = responseOf(seen, answer)
  const request = requestSeen(seen, gateway)
  const found =
    answer.status === 101
      ? switched(answer)
      : judgeResponse({ response, request, writer: writerOf(response, gateway) })
  const finding = gateway === undefined ? calledDirectly(found, seen, answer) : found
  const [first, ...rest] = finding.evidence.map(ofOurSocket)
  return {
    ...finding,
    certainty: isPlain(finding) ? 'certain' : finding.certainty,
    evidence: [
      first ?? socketFact(seen),
      ...rest,
      ...gatewayFacts(gateway),
      socketFact(seen),
      ...uncheckedFacts(seen),
    ],
    nextSteps: [...finding.nextSteps, ...(finding.key === 'answered' ? [] : gatewaySteps(gateway))],
  }
}

function switched({ headers }: CallAnswer): Finding {
  const protocol = fieldOf(headers, 'upgrade') || 'another protocol'
  return {
    key: 'answered',
    certainty: 'certain',
    summary: [
      `The connection was switched to ${protocol}, as was asked; nothing is wrong.`,
      `连接已按要求切换到 ${protocol}；没有问题。`,
    ],
    evidence: [
      fact('response', [`status 101, Upgrade: ${protocol}`, `状态码 101，Upgrade: ${protocol}`]),
    ],
    nextSteps: [],
  }
}

/** The mark of a gateway on the answer, undefined where there is none, or no answer. */
export function gatewayOf(seen: JudgedExchange): GatewaySeen | undefined {
  const { answer } = seen
  if (answer === undefined) return undefined
  const contradiction = gatewayMarkOf(responseOf(seen, answer))?.contradiction ?? ''
  return gatewaySeen(answer.headers, contradiction !== '')
}

/** Whose hand an answer shows, without what a gateway on the way added to it. */
function writerOf(response: ReceivedResponse, gateway: GatewaySeen | undefined): Writer {
  return identify(gateway?.role === 'passed' ? withoutGatewayFields(response) : response)
}

/** Nothing is claimed but that a whole answer of this status came. */
function isPlain({ key }: Finding): boolean {
  return key === 'answered' || key === 'redirected'
}

/** Where no gateway is on the way, nobody configured a wrong scheme: a site that sends http to https is
 *  as it should be, and the one who typed http can do better. */
function calledDirectly(finding: Finding, seen: JudgedExchange, answer: CallAnswer): Finding {
  if (finding.key !== 'https_redirect') return finding
  const target = new URL(fieldOf(answer.headers, 'location'), seen.request.url)
  const { host } = seen.request.url
  return {
    ...finding,
    key: 'redirected',
    fault: 'none',
    owner: 'nobody',
    summary: [
      `${host} sends http to https (${answer.status}); nothing is wrong with it.`,
      `${host} 把 http 转到 https（${answer.status}）；没有问题。`,
    ],
    nextSteps: [
      [
        `Call ${target.origin} at once: the first request, with its credentials, went out unencrypted.`,
        `直接调用 ${target.origin}：第一个请求（含凭证）未经加密发出。`,
      ],
    ],
  }
}

function ofOurSocket(piece: FoundEvidence): FoundEvidence {
  return piece.source === 'pasted' ? { ...piece, source: 'response' } : piece
}

function gatewaySteps(gateway: GatewaySeen | undefined): Bilingual[] {
  const command = gateway?.command ?? ''
  return command === ''
    ? []
    : [[`Ask the record of the gateway: ${command}`, `查询网关的流水日志：${command}`]]
}

/** What rules read of a body: fingerprints stand at its beginning. */
const judgedCharacters = 65_536

function responseOf({ body, request }: JudgedExchange, answer: CallAnswer): ReceivedResponse {
  return {
    status: answer.status,
    reason: answer.reason,
    headers: answer.headers,
    body: body.text.slice(0, judgedCharacters),
    complete: answer.isComplete,
    bodyKept: body.isWhole && body.text.length <= judgedCharacters,
    bodySeen: request.method !== 'HEAD' && !body.isBinary,
  }
}

function requestSeen({ request }: JudgedExchange, gateway: GatewaySeen | undefined): RequestSeen {
  const { url } = request
  return {
    method: request.method,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    host: url.host,
    path: url.pathname,
    hasQuery: url.search !== '',
    resourceHasVariables: undefined,
    contentType: fieldOf(request.fields, 'content-type'),
    bodyBytes: request.body?.length ?? 0,
    exitAddress: '',
    via: gateway === undefined ? 'text' : 'gateway-text',
    ownSocket: true,
  }
}

function descriptionOf(seen: JudgedExchange, finding: Finding): ResponseDescription {
  if (finding.key === 'answer_cut' || (seen.failure !== undefined && seen.answer !== undefined))
    return 'broken'
  if (seen.answer === undefined) return 'none'
  return gatewayOf(seen)?.role === 'answered' ? 'gateway' : 'as_is'
}
