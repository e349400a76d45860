import type { Bilingual } from '../model/bilingual.ts'
import type { Certainty, Fault, Owner, Responder } from '../model/attribution.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../model/error-table.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { Evidence, EvidenceSource } from '../model/verdict.ts'
import { verdictKeyEntry, type VerdictOnlyKey } from '../model/verdict-keys.ts'
import type { ReceivedResponse, RequestSeen } from './received-response.ts'
import type { Writer } from './fingerprints/writer.ts'

export type VerdictKey = ErrorKey | VerdictOnlyKey

/** A piece of evidence in both languages. The statement never holds a secret. */
export interface FoundEvidence extends Omit<Evidence, 'statement'> {
  readonly statement: Bilingual
}

/** What a rule concludes. Whatever it leaves out is the default of its key. Every finding names at
 *  least one piece of evidence. */
export interface Finding {
  readonly key: VerdictKey
  readonly responder?: Responder
  readonly fault?: Fault
  readonly owner?: Owner
  readonly certainty: Certainty
  readonly summary: Bilingual
  readonly evidence: readonly [FoundEvidence, ...FoundEvidence[]]
  readonly nextSteps: readonly Bilingual[]
  readonly software?: string | null
  readonly wouldConfirm?: readonly Bilingual[]
}

/** What an answer comes to, before what is common to its rule is added. */
export type Conclusion = Pick<Finding, 'key' | 'summary' | 'nextSteps'> & Partial<Finding>

/** A rule over our own facts. */
export type RecordRule = (record: FlowRecord) => Finding | undefined

/** An answer of somebody behind us, with what is known of its request and its writer. */
export interface Sighting {
  readonly response: ReceivedResponse
  readonly request: RequestSeen
  readonly writer: Writer
}

/** A rule over an answer that somebody else wrote. */
export type ResponseRule = (sighting: Sighting) => Finding | undefined

export interface KeyDefaults {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
}

/** Defaults of any key, of an error or of a verdict. An error of ours is written by the gateway. */
export function defaultsOf(key: VerdictKey): KeyDefaults {
  if (!isErrorKey(key)) return verdictKeyEntry(key)
  const { fault, owner } = errorEntry(key)
  const unanswered = key === 'client_closed' || key === 'worker_lost'
  return { responder: unanswered ? 'none' : 'gateway', fault, owner }
}

export function fact(
  source: EvidenceSource,
  statement: Bilingual,
  weight: Evidence['weight'] = 'strong',
): FoundEvidence {
  return { source, statement, weight }
}
