import type { Bilingual } from '../../model/bilingual.ts'
import type { VerdictKey } from '../finding.ts'
import type { LoggedAnswer, ReceivedResponse } from '../received-response.ts'

/** What a pasted text was recognised as (contract: POST /diagnose). */
export type TranscriptKind =
  | 'http'
  | 'curl-include'
  | 'curl-verbose'
  | 'curl-error'
  | 'client-error'
  | 'proxy-log'
  | 'curl-command'
  | 'har'
  | 'httpie'
  | 'wget'
  | 'powershell'
  | 'body'
  | 'record'

/** One request with what came of it, read leniently out of a text. */
export interface Hop {
  readonly method: string
  /** As far as the text shows it: a whole address, a path, or ''. */
  readonly url: string
  readonly host: string
  readonly scheme: 'http' | 'https' | ''
  readonly contentType: string
  readonly response: ReceivedResponse | undefined
  readonly failure: CallFailure | undefined
  /** The program followed the redirect, or turned to another address; what came of that is not in the text. */
  readonly goesOn?: true
}

/** The caller's program says that its call failed. */
export interface CallFailure {
  readonly key: VerdictKey
  /** The program's own words, shortened. */
  readonly says: string
  /** A proxy says so of an exchange that passed it. */
  readonly logged?: LoggedFailure
  /** A person asks or explains in the words of a program, or a trace does not show what it called. */
  readonly isVague?: true
  /** The program failed to reach something that speaks no HTTP: its database, a queue. */
  readonly isOfDependency?: true
}

/** What a line of a proxy's log tells. */
export interface LoggedFailure {
  readonly key: VerdictKey
  /** '' where the format does not tell. */
  readonly program: string
  /** Behind the program's name: `could not connect to the service behind it`. */
  readonly says: Bilingual
  readonly certainty: 'likely' | 'possible' | 'unknown'
  readonly method: string
  readonly url: string
  /** 0 where the line has none. */
  readonly status?: number
}

export interface Transcript {
  readonly kind: TranscriptKind
  readonly hops: readonly Hop[]
  /** Exchanges are missing: what failed may be among them. */
  readonly isCut: boolean
}

/** A hop that is being read. */
export interface HopDraft {
  method: string
  url: string
  host: string
  scheme: 'http' | 'https' | ''
  contentType: string
  response: ResponseDraft | undefined
  failure: CallFailure | undefined
  goesOn?: true
}

export interface ResponseDraft {
  status: number
  reason: string
  headers: [string, string][]
  body: string
  bodySeen: boolean
  headCut?: true
  isQuoted?: true
  statusUnseen?: true
  logged?: LoggedAnswer
}

export function emptyHop(): HopDraft {
  return {
    method: '',
    url: '',
    host: '',
    scheme: '',
    contentType: '',
    response: undefined,
    failure: undefined,
  }
}

export function finishedHop(draft: HopDraft): Hop {
  const { response } = draft
  const failure = response === undefined ? draft.failure : failureWithin(response, draft.failure)
  const url = URL.canParse(draft.url) ? new URL(draft.url) : undefined
  const scheme = draft.scheme === '' ? schemeOf(url?.protocol ?? '') : draft.scheme
  return {
    ...draft,
    url: wholeAddress(draft),
    host: draft.host || (url?.host ?? ''),
    scheme,
    failure,
    response:
      response === undefined
        ? undefined
        : { ...response, body: response.body.trimEnd(), complete: true, bodyKept: true },
  }
}

/** The path of a request line with the host that was sent. */
function wholeAddress({ url, host, scheme }: HopDraft): string {
  if (!url.startsWith('/') || host === '') return url
  return scheme === '' ? `${host}${url}` : `${scheme}://${host}${url}`
}

function schemeOf(protocol: string): 'http' | 'https' | '' {
  if (protocol === 'http:') return 'http'
  return protocol === 'https:' ? 'https' : ''
}

export function responseWith(status: number, reason: string, bodySeen: boolean): ResponseDraft {
  return { status, reason: reason.trim(), headers: [], body: '', bodySeen }
}

/** A body, or a status, and nothing else. */
export function responseOnly(status: number, body: string): ResponseDraft {
  return { ...responseWith(status, '', true), body }
}

/** Failures before any answer. */
const beforeAnswer: ReadonlySet<string> = new Set([
  'call_name_unknown',
  'call_refused',
  'call_unreachable',
  'call_connect_timeout',
  'call_tls_failed',
  'call_certificate_refused',
  'call_empty_reply',
])

/** What failed before any answer is no failure of the answer above it, but of the next exchange: a
 *  redirect was followed, a tunnel was opened, or the command names a second address. */
export function continuesElsewhere({ status }: ResponseDraft, failure: CallFailure): boolean {
  return status >= 200 && isBeforeAnswer(failure)
}

export function isBeforeAnswer({ key, says }: CallFailure): boolean {
  return beforeAnswer.has(key) || (key === 'call_reset' && /SSL_connect/.test(says))
}

/** One address of a name refused, the next one answered: that is no failure of the answer. */
function failureWithin(
  { status }: ResponseDraft,
  failure: CallFailure | undefined,
): CallFailure | undefined {
  const hasAnswered = status >= 200 || status === 0
  return hasAnswered && failure !== undefined && isBeforeAnswer(failure) ? undefined : failure
}
