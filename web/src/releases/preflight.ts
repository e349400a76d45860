import type { ProbedHost } from '../stages/probe-answers.ts'
import type { Finding } from './release-answers.ts'

/** What a preflight answered. */
export interface Preflight {
  readonly worst: Finding['level']
  readonly findings: readonly Finding[]
  /** null: no host was tried. */
  readonly hosts: readonly ProbedHost[] | null
}

/** What must be said before it can be released. */
export interface Gate {
  /** Refused by the server whatever is accepted. */
  readonly isBlocked: boolean
  readonly hasWarnings: boolean
  /** Hosts fail now: a release is possible, since a backend may be down for a while, but nobody does it unawares. */
  readonly hasFailingHosts: boolean
}

export function gateOf({ findings, hosts }: Preflight): Gate {
  const found = new Set(hosts?.flatMap((host) => host.findings.map(({ sentence }) => sentence)))
  const blockers = findings.filter(({ level }) => level === 'blocker')
  return {
    isBlocked: blockers.some(({ sentence }) => !found.has(sentence)),
    hasFailingHosts: blockers.some(({ sentence }) => found.has(sentence)),
    hasWarnings: findings.some(({ level }) => level === 'warning'),
  }
}
