import type { FlowRecord } from '../../model/flow-record.ts'
import type { Verdict } from '../../model/verdict.ts'
import { requestIdField } from '../../model/answer-marks.ts'
import { diagnose, verdictOf } from '../diagnose.ts'
import { fact, type Finding } from '../finding.ts'
import { identify } from '../fingerprints/identify.ts'
import { judgeResponse } from '../judge-response.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { hasHeader, type RequestSeen } from '../received-response.ts'
import { callFailed } from '../rules/call-failed.ts'
import { completeRecord } from './pasted-record.ts'
import { readTranscript, recordIn } from './read-transcript.ts'
import type { Hop, TranscriptKind } from './transcript.ts'

export interface HopVerdict {
  /** `GET http://…`, secrets masked; '' where the text does not show it. */
  readonly request: string
  /** 0 where nothing answered. */
  readonly status: number
  readonly verdict: Verdict
}

export interface TextDiagnosis {
  readonly detected: TranscriptKind
  /** Of the last exchange that failed, or of the last one. */
  readonly verdict: Verdict
  readonly hops: readonly HopVerdict[]
  readonly record: FlowRecord | null
  /** What the text does not show and would have helped. */
  readonly not_seen: readonly string[]
}

/** Whom to ask about a pasted text: raw HTTP, curl, HAR, wget, httpie, a bare page or JSON, or one of
 *  our own records. Never throws; says what it could not see. */
export function diagnoseText(text: string): TextDiagnosis {
  const given = recordIn(text)
  if (given !== undefined) return ofRecord(given)
  const { kind, hops } = readTranscript(text)
  const judged = hops.map(judgeHop)
  const failed = judged.findLast(({ verdict }) => verdict.fault !== 'none')
  const verdict = failed?.verdict ?? judged.at(-1)?.verdict ?? nothing()
  const shown = failed === undefined ? hops.at(-1) : hops[judged.indexOf(failed)]
  return { detected: kind, verdict, hops: judged, record: null, not_seen: notSeen(shown) }
}

function ofRecord(given: Readonly<Record<string, unknown>>): TextDiagnosis {
  const record = completeRecord(given)
  const verdict = masked(diagnose(record))
  const request = maskSecrets(`${record.method} ${record.http_path}`)
  return {
    detected: 'record',
    verdict,
    hops: [{ request, status: record.status, verdict }],
    record,
    not_seen: [],
  }
}

function judgeHop(hop: Hop): HopVerdict {
  const finding = findingOf(hop)
  const verdict = masked(
    verdictOf(finding, { helpUrl: '', responseDescription: descriptionOf(finding), contacts: [] }),
  )
  return {
    request: maskSecrets(`${hop.method} ${hop.url}`.trim().slice(0, 2_000)),
    status: hop.response?.status ?? 0,
    verdict,
  }
}

function findingOf(hop: Hop): Finding {
  const { response, failure } = hop
  // a response that came whole is told apart from one that broke off; a failure after it says which
  if (
    failure !== undefined &&
    (response === undefined || failure.key === 'status_only' || breaksOff(response.status))
  ) {
    const cut = response !== undefined && failure.key !== 'status_only'
    return callFailed(hop, cut ? { ...failure, key: 'answer_cut' } : failure)
  }
  if (response === undefined) return nothingFound()
  return judgeResponse({ response, request: requestSeen(hop), writer: identify(response) })
}

function breaksOff(status: number): boolean {
  return status < 400
}

function requestSeen(hop: Hop): RequestSeen {
  const viaGateway = hop.response !== undefined && hasHeader(hop.response, requestIdField)
  return {
    method: hop.method,
    scheme: hop.scheme,
    host: hop.host,
    path: pathOf(hop.url),
    resourceHasVariables: undefined,
    contentType: hop.contentType,
    bodyBytes: 0,
    exitAddress: '',
    via: viaGateway ? 'gateway-text' : 'text',
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}

function descriptionOf(finding: Finding): 'gateway' | 'as_is' | 'broken' | 'none' {
  if (finding.key === 'answer_cut') return 'broken'
  const { responder } = verdictOf(finding, {
    helpUrl: '',
    responseDescription: 'none',
    contacts: [],
  })
  if (responder === 'none') return 'none'
  return responder === 'gateway' ? 'gateway' : 'as_is'
}

function nothingFound(): Finding {
  return {
    key: 'nothing_recognised',
    certainty: 'unknown',
    summary: 'The text shows no response, no error of a known program and no record.',
    evidence: [
      fact('pasted', 'no status line, header, page, JSON or error message was recognised', 'weak'),
    ],
    nextSteps: ['Run the call with `curl -v` and paste all of its output, or give the request id.'],
  }
}

function nothing(): Verdict {
  return verdictOf(nothingFound(), { helpUrl: '', responseDescription: 'none', contacts: [] })
}

function notSeen(hop: Hop | undefined): string[] {
  if (hop === undefined) return ['a request', 'a response']
  const missing: string[] = []
  if (hop.url === '') missing.push('the address that was called')
  const { response } = hop
  if (response === undefined) return missing
  if (response.headers.length === 0) missing.push('the response header')
  if (response.body === '' && response.status >= 400) missing.push('the response body')
  if (!hasHeader(response, requestIdField))
    missing.push(`the field ${requestIdField}, which every gateway answer carries`)
  return missing
}

/** Secrets in a pasted text never come out again. */
function masked(verdict: Verdict): Verdict {
  return {
    ...verdict,
    summary: maskSecrets(verdict.summary),
    evidence: verdict.evidence.map((piece) => ({
      ...piece,
      statement: maskSecrets(piece.statement),
    })),
    next_steps: verdict.next_steps.map(maskSecrets),
  }
}
