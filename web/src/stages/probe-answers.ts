/** What trying the hosts of a stage found (docs/reference/management-api.md, Probing). */
export interface ProbedHost {
  readonly backend: string
  readonly url: string
  readonly steps: readonly ProbeStep[]
  readonly findings: readonly ProbeFinding[]
  /** The address that the host sees; '' where no connection was made. */
  readonly exit_address: string
}

export interface ProbeStep {
  readonly step: 'dns' | 'tcp' | 'tls' | 'http'
  readonly ok: boolean
  readonly ms: number
  readonly key: string
  readonly addresses?: readonly string[]
  readonly address?: string
  readonly errno?: string
  readonly version?: string
  readonly certificate?: { readonly subject: string; readonly days_left: number } | null
  readonly status?: number
  readonly url?: string
  readonly location?: string
}

interface ProbeFinding {
  readonly key: string
  readonly level: ProbeLevel
  readonly sentence: string
  readonly advice: string
}

const levels = ['ok', 'note', 'warning', 'failure'] as const
export type ProbeLevel = (typeof levels)[number]

export function worstOf({ findings }: ProbedHost): ProbeLevel {
  return levels.findLast((level) => findings.some((one) => one.level === level)) ?? 'ok'
}

/** What a step found, in a few words that are the same in every language. */
export function stepFacts(step: ProbeStep): string {
  switch (step.step) {
    case 'dns':
      return (step.addresses ?? []).join(', ')
    case 'tcp':
      return [step.address, step.errno].filter(Boolean).join(' ')
    case 'tls':
      return [step.version, step.ok ? step.certificate?.subject : step.key]
        .filter(Boolean)
        .join(' ')
    case 'http':
      return [step.status, step.location ? `→ ${step.location}` : '']
        .filter((fact) => fact !== '' && fact !== undefined)
        .join(' ')
  }
}
