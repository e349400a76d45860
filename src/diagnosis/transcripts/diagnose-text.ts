import { chosen, type Language } from '../../model/bilingual.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { Verdict } from '../../model/verdict.ts'
import { diagnose, verdictOf } from '../diagnose.ts'
import { defaultsOf, fact, type Finding } from '../finding.ts'
import { identify } from '../fingerprints/identify.ts'
import { hasGatewayField, withoutGatewayFields } from '../gateway-mark.ts'
import { judgeResponse } from '../judge-response.ts'
import { maskSecrets, maskSecretsIn } from '../mask-secrets.ts'
import { namedProgram } from '../named-program.ts'
import type { RequestSeen } from '../received-response.ts'
import { callFailed } from '../rules/call-failed.ts'
import { cutText } from '../rules/cut-text.ts'
import { decidingHop, stepsBefore } from './deciding-hop.ts'
import { isMixed, lacksBody, notSeen } from './not-seen.ts'
import { completeRecord } from './pasted-record.ts'
import { readTranscript, recordIn } from './read-transcript.ts'
import { shortBody } from './short-body.ts'
import type { Hop, Transcript, TranscriptKind } from './transcript.ts'

export interface HopVerdict {
  /** `GET http://…`, secrets masked; '' where the text does not show it. */
  readonly request: string
  /** 0 where nothing answered. */
  readonly status: number
  /** The answer carries a gateway's mark, or a record says so. What an answer without one has to do with a
   *  gateway is not known; null where nothing answered. */
  readonly through_gateway: boolean | null
  readonly verdict: Verdict
}

export interface TextDiagnosis {
  readonly detected: TranscriptKind
  /** Of the last exchange that failed and stayed so, or of the last one. */
  readonly verdict: Verdict
  readonly hops: readonly HopVerdict[]
  readonly record: FlowRecord | null
  /** What the text does not show and would have helped. */
  readonly not_seen: readonly string[]
}

/** Whom to ask about a pasted text: raw HTTP, curl, HAR, wget, httpie, a bare page or JSON, or one of
 *  our own records. Never throws; says what it could not see. Secrets in the text never come out. */
export function diagnoseText(text: string, language: Language = 'en'): TextDiagnosis {
  const given = recordIn(text)
  if (given !== undefined) return maskSecretsIn(ofRecord(given, language))
  const { kind, hops, isCut } = readTranscript(text)
  const judged = hops.map((hop) => maskSecretsIn(judgeHop(hop, { kind, isCut }, language)))
  const deciding = decidingHop(hops, judged, kind)
  const shown = withSteps(judged, deciding, language)
  const verdict = shown[deciding]?.verdict ?? inWords(nothingFound(), language)
  return {
    detected: kind,
    verdict,
    hops: shown,
    record: null,
    not_seen: notSeen(hops[deciding]).map((missing) => chosen(missing, language)),
  }
}

/** The verdict of the exchange that decides, with what came before it as evidence. */
function withSteps(
  judged: readonly HopVerdict[],
  deciding: number,
  language: Language,
): readonly HopVerdict[] {
  const hop = judged[deciding]
  const steps = stepsBefore(judged, deciding)
  if (hop === undefined || steps.length === 0) return judged
  const told = steps.map((said) => ({
    ...fact('pasted', said, 'medium'),
    statement: chosen(said, language),
  }))
  const { verdict } = hop
  return judged.with(deciding, {
    ...hop,
    verdict: { ...verdict, evidence: [...verdict.evidence, ...told] },
  })
}

function ofRecord(given: Readonly<Record<string, unknown>>, language: Language): TextDiagnosis {
  const record = completeRecord(given)
  const verdict = diagnose(record, { language })
  const request = `${record.method} ${record.http_path}`
  return {
    detected: 'record',
    verdict,
    hops: [{ request, status: record.status, through_gateway: true, verdict }],
    record,
    not_seen: [],
  }
}

const longestRequest = 2_000

type Seen = Pick<Transcript, 'kind' | 'isCut'>

function judgeHop(hop: Hop, seen: Seen, language: Language): HopVerdict {
  const isBroken = hop.failure !== undefined || shortBody(hop, seen.kind) !== undefined
  const finding = asSureAsShown(findingOf(hop, seen.kind), hop, seen.isCut)
  return {
    request: maskSecrets(`${hop.method} ${hop.url}`.trim()).slice(0, longestRequest),
    status: hop.response?.statusUnseen === true ? 0 : (hop.response?.status ?? 0),
    through_gateway: hasPassedGateway(hop, finding),
    verdict: inWords(finding, language, isBroken),
  }
}

function hasPassedGateway({ response }: Hop, finding: Finding): boolean | null {
  if (response === undefined) return null
  if (hasGatewayField(response)) return true
  return (finding.responder ?? defaultsOf(finding.key).responder) === 'gateway'
}

function inWords(finding: Finding, language: Language, isBroken = false): Verdict {
  const responseDescription = descriptionOf(finding, isBroken)
  return verdictOf(finding, { helpUrl: '', responseDescription, contacts: [], language })
}

function findingOf(hop: Hop, kind: TranscriptKind): Finding {
  const { response, failure } = hop
  if (failure !== undefined && !isWholeAnswer(hop)) {
    // a connection that is lost after the beginning of an answer says that the rest is missing
    const isCut = hasBegun(response) && losesConnection.has(failure.key)
    return callFailed(hop, isCut ? { ...failure, key: 'answer_cut' } : failure, kind)
  }
  if (response === undefined) return nothingFound()
  const writer = identify(withoutGatewayFields(response))
  const finding = judgeResponse({ response, request: requestSeen(hop), writer })
  const short = isGood(finding) ? shortBody(hop, kind) : undefined
  return short === undefined ? namedProgram(finding, response) : cutText(response, short)
}

/** An interim answer is none; one without its first line was cut by whoever pasted it. */
function hasBegun(response: Hop['response']): boolean {
  return response !== undefined && (response.status >= 200 || response.status === 0)
}

function isGood(finding: Finding): boolean {
  return (finding.fault ?? defaultsOf(finding.key).fault) === 'none'
}

/** A text that lost lines may have lost what tells of a failure, or show the body of another answer. */
function asSureAsShown(finding: Finding, { response, goesOn }: Hop, isCut: boolean): Finding {
  if (finding.certainty !== 'likely') return finding
  const isDoubtful =
    goesOn === true ||
    (response !== undefined &&
      (response.isQuoted === true ||
        isMixed(response) ||
        (isGood(finding) && (isCut || isPartly(response)))))
  return isDoubtful ? { ...finding, certainty: 'possible' } : finding
}

function isPartly(response: NonNullable<Hop['response']>): boolean {
  return response.headers.length === 0 || response.headCut === true || lacksBody(response)
}

/** The caller's program gave up although the answer was whole. */
const endsTheCall: ReadonlySet<string> = new Set(['status_only', 'call_too_many_redirects'])

const losesConnection: ReadonlySet<string> = new Set(['call_reset', 'call_empty_reply'])

/** An error's header tells who wrote it, however the call ended; of a success the body counts. */
function isWholeAnswer({ response, failure }: Hop): boolean {
  if (response === undefined || response.status < 400) return false
  return failure?.key !== 'status_only' || response.headers.length > 0
}

function requestSeen(hop: Hop): RequestSeen {
  const viaGateway = hop.response !== undefined && hasGatewayField(hop.response)
  return {
    method: hop.method,
    scheme: hop.scheme,
    host: hop.host,
    path: pathOf(hop),
    hasQuery: hop.url.includes('?'),
    resourceHasVariables: undefined,
    contentType: hop.contentType,
    bodyBytes: 0,
    exitAddress: '',
    via: viaGateway ? 'gateway-text' : 'text',
  }
}

function pathOf({ url, host }: Hop): string {
  if (URL.canParse(url)) return new URL(url).pathname
  return host !== '' && url.startsWith(`${host}/`) ? url.slice(host.length) : url
}

function descriptionOf(
  finding: Finding,
  isBroken: boolean,
): 'gateway' | 'as_is' | 'broken' | 'none' {
  if (finding.key === 'answer_cut') return 'broken'
  const responder = finding.responder ?? defaultsOf(finding.key).responder
  if (responder === 'none') return 'none'
  if (responder === 'gateway') return 'gateway'
  return isBroken && !endsTheCall.has(finding.key) ? 'broken' : 'as_is'
}

function nothingFound(): Finding {
  return {
    key: 'nothing_recognised',
    certainty: 'unknown',
    summary: [
      'The text shows no response, no error of a known program and no record.',
      '文本中没有响应，没有已知程序的错误，也没有流水日志。',
    ],
    evidence: [
      fact(
        'pasted',
        [
          'no status line, header, page, JSON or error message was recognised',
          '没有识别出状态行、响应头、页面、JSON 或错误信息',
        ],
        'weak',
      ),
    ],
    nextSteps: [
      [
        'Run the call with `curl -v` and paste all of its output, or give the request id.',
        '用 `curl -v` 调用并粘贴全部输出，或提供请求 ID。',
      ],
    ],
    wouldConfirm: [
      ['the output of `curl -v` for the call that failed', '失败的那次调用的 `curl -v` 输出'],
    ],
  }
}
