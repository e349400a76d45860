import type { Certainty, Fault, Owner, Responder } from './attribution.ts'

/** Where a fact comes from. */
export type EvidenceSource =
  | 'socket'
  | 'response'
  | 'fingerprint'
  | 'backend-log'
  | 'trace'
  | 'probe'
  | 'pasted'
  | 'gateway' // a decision of our own: a plugin, the route table, the configuration

/** A fact with its source. The statement never holds a secret. */
export interface Evidence {
  readonly source: EvidenceSource
  readonly statement: string
  readonly weight: 'strong' | 'medium' | 'weak'
}

export interface Contact {
  readonly role: 'publisher' | 'backend owner' | 'caller' | 'operator'
  readonly name: string
}

/** The conclusion about one exchange, as the API and `why --json` show it (snake_case on purpose). */
export interface Verdict {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly certainty: Certainty
  readonly key: string
  readonly summary: string
  readonly response_desc: string
  readonly evidence: readonly Evidence[]
  readonly next_steps: readonly string[]
  readonly contacts: readonly Contact[]
  readonly software: string | null
  readonly help: string
  readonly would_confirm: readonly string[]
}

/** Exactly one of these describes where the response content came from. */
export const responseDescriptions = {
  gateway:
    'The gateway did not request or the request backend interface is abnormal, and the response content is provided by the gateway.',
  as_is: 'The gateway has requested the backend interface and returned its response as is.',
  broken:
    'The gateway requested the backend interface, but its response broke off or was changed on the way.',
  none: 'The caller received no response.',
} as const

export type ResponseDescription = keyof typeof responseDescriptions

export const responseDescriptionsZh: Readonly<Record<ResponseDescription, string>> = {
  gateway: '网关未请求或请求后端接口异常，响应内容由网关提供。',
  as_is: '网关已请求后端接口，并将其响应原样返回。',
  broken: '网关已请求后端接口，但响应在途中中断或被修改。',
  none: '调用方未收到响应。',
}
