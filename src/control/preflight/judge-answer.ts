import { defaultsOf } from '../../diagnosis/finding.ts'
import { identify } from '../../diagnosis/fingerprints/identify.ts'
import { judgeResponse } from '../../diagnosis/judge-response.ts'
import { maskSecrets } from '../../diagnosis/mask-secrets.ts'
import { headerOf, withoutPort } from '../../diagnosis/received-response.ts'
import type { Bilingual } from '../../model/bilingual.ts'
import type { ErrorKey } from '../../model/error-table.ts'
import type { HttpStep } from '../../model/probe-report.ts'
import { firstBytesOf } from '../../network/escaped-bytes.ts'
import { addressOf } from '../probe-finding.ts'
import { answerOf } from './answer-text.ts'
import type { Seen } from './ask-host.ts'
import { rounded } from './deadline.ts'

/** Who wrote the answer to a probe and what it comes to, by the rules that judge the answers to
 *  callers. */
export interface Judged {
  readonly status: number
  readonly key: string
  readonly summary: Bilingual
  readonly advice: Bilingual | undefined
  readonly responder: string
  /** '' where it is not known. */
  readonly software: string
  readonly location: string
}

/** undefined: no answer in HTTP. */
export function judge(seen: Seen): Judged | undefined {
  const { question, localAddress } = seen
  const response = answerOf(seen.text)
  if (response === undefined) return undefined
  const request = {
    method: 'GET',
    scheme: question.host.scheme,
    host: question.hostHeader,
    path: '/',
    hasQuery: false,
    resourceHasVariables: false,
    contentType: '',
    bodyBytes: 0,
    exitAddress: withoutPort(localAddress),
    via: 'record',
  } as const
  const finding = judgeResponse({ response, request, writer: identify(response) })
  const [location = ''] = headerOf(response, 'location').split(/[?#]/)
  return {
    status: response.status,
    key: finding.key,
    summary: finding.summary,
    advice: finding.nextSteps[0],
    responder: finding.responder ?? defaultsOf(finding.key).responder,
    software: finding.software ?? '',
    location: maskSecrets(location).slice(0, 300),
  }
}

/** The request as one step; none where there was no connection to send it on. */
export function httpStep(seen: Seen, asked: HttpStep['asked']): HttpStep[] {
  const { question, failed, answerMs } = seen
  if (failed !== undefined) return []
  const judged = judge(seen)
  return [
    {
      step: 'http',
      ok: judged !== undefined,
      ms: rounded(answerMs),
      key: judged?.key ?? noAnswerKey(seen),
      asked,
      url: `${addressOf(question.host)}/`,
      host: question.hostHeader,
      status: judged?.status ?? 0,
      responder: judged?.responder ?? '',
      software: judged?.software ?? '',
      location: judged?.location ?? '',
      detail: judged === undefined ? firstBytesOf(seen.text) : '',
    },
  ]
}

/** The error that a caller would get for the same. */
export function noAnswerKey({ text, ended, key }: Seen): ErrorKey {
  if (key !== '') return key
  if (text === '') return ended === 'silent' ? 'backend_first_byte_timeout' : 'backend_closed_early'
  return text.startsWith('HTTP/') ? 'backend_head_incomplete' : 'backend_invalid_head'
}
