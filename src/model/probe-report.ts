import type { Bilingual } from './bilingual.ts'

/** What a probe of a stage's hosts saw and concluded: the nouns of `faultline probe` and of the route
 *  behind it, named as they are in JSON. Steps are facts, findings say what they come to. */
export interface ProbeReport {
  readonly gateway: string
  readonly stage: string
  readonly worst: ProbeLevel
  readonly ms: number
  readonly hosts: readonly HostReport[]
  /** Hosts over the limit, which were not looked at. */
  readonly left_out: number
}

export interface HostReport extends Omit<HostProbed, 'findings'> {
  readonly findings: readonly ProbeSentence[]
}

export interface HostProbed {
  readonly backend: string
  readonly url: string
  readonly steps: readonly ProbeStep[]
  readonly findings: readonly ProbeFinding[]
  /** The address that the host saw us come from, '' where no connection was made. */
  readonly exit_address: string
}

/** `note`: worth knowing. `warning`: it may hurt callers. `failure`: callers get errors. */
export type ProbeLevel = (typeof probeLevels)[number]
export const probeLevels = ['ok', 'note', 'warning', 'failure'] as const

export interface ProbeFinding {
  /** Stable, for scripts: an error of the catalogue (`backend_refused`), or one of the probe's own. */
  readonly key: string
  readonly level: ProbeLevel
  readonly sentence: Bilingual
  /** What to do; undefined where nothing has to be done. */
  readonly advice: Bilingual | undefined
}

/** A finding in the language that was asked for; `advice` '' where nothing has to be done. */
export interface ProbeSentence {
  readonly key: string
  readonly level: ProbeLevel
  readonly sentence: string
  readonly advice: string
}

export type ProbeStep = NameStep | TcpStep | TlsStep | HttpStep

interface StepTaken {
  readonly ok: boolean
  readonly ms: number
  /** Why it failed, a key of the catalogue; '' where it did not. */
  readonly key: string
}

export interface NameStep extends StepTaken {
  readonly step: 'dns'
  readonly name: string
  readonly addresses: readonly string[]
  /** Since the name servers said so, in ms; 0: just now. */
  readonly age_ms: number
  readonly detail: string
}

export interface TcpStep extends StepTaken {
  readonly step: 'tcp'
  readonly address: string
  readonly errno: string
}

export interface TlsStep extends StepTaken {
  readonly step: 'tls'
  readonly address: string
  /** Whose certificate is expected. */
  readonly server_name: string
  /** `TLSv1.3`, '' where the handshake failed. */
  readonly version: string
  readonly certificate: CertificateShown | null
  readonly detail: string
}

export interface CertificateShown {
  readonly subject: string
  readonly names: string
  readonly issuer: string
  readonly valid_from: string
  readonly valid_to: string
  readonly days_left: number
  /** Chain, dates and name are good. */
  readonly verified: boolean
  /** What is not, '' where all is. */
  readonly fault: string
}

export interface HttpStep extends StepTaken {
  readonly step: 'http'
  /** Why it was asked: as configured, with the other scheme, or with another Host. */
  readonly asked: 'configured' | 'other_scheme' | 'other_host'
  readonly url: string
  /** The Host field sent. */
  readonly host: string
  /** 0: no answer. */
  readonly status: number
  readonly responder: string
  readonly software: string
  readonly location: string
  readonly detail: string
}

/** Makes findings; the maker names the level. */
export function probeFinding(
  level: ProbeLevel,
  key: string,
  sentence: Bilingual,
  advice?: Bilingual,
): ProbeFinding {
  return { key, level, sentence, advice }
}

export function worstLevel(levels: readonly ProbeLevel[]): ProbeLevel {
  return probeLevels.findLast((level) => levels.includes(level)) ?? 'ok'
}
