import type { Fault, Owner } from '../../../src/model/attribution.ts'

/** What the management API says of alarms and their rules (docs/reference/alarms.md). */
export interface Alarm {
  readonly number: number
  readonly rule: { readonly id: string; readonly name: string }
  /** '' where the rule is of the whole deployment and tells no gateways apart. */
  readonly gateway: string
  /** Of `groupBy`. */
  readonly value: string
  readonly groupBy: string | null
  readonly severity: Severity
  readonly state: AlarmState
  readonly firedAt: string
  readonly endedAt: string | null
  /** Why nobody was told; '' where somebody was. */
  readonly suppressed: string
  /** Of who was told before; null: they were told, or another reason stands above. */
  readonly quietUntil: string | null
  readonly acknowledgedAt: string | null
  readonly acknowledgedBy: string
  readonly condition: Condition & { readonly windowMinutes: number }
  readonly measured: { readonly matching: number; readonly total: number | null }
  readonly recordsMissing: boolean
  /** '' where no request made it, as of too few of them. */
  readonly key: string
  readonly fault: Fault
  readonly owner: Owner
  readonly contacts: readonly { readonly name: string; readonly role: string }[]
  readonly summary: TwoLanguages
  readonly nextStep: TwoLanguages
  /** Ids of requests. */
  readonly samples: readonly string[]
  readonly deliveries: readonly Delivery[]
  readonly unreached: readonly string[]
}

interface TwoLanguages {
  readonly en: string
  readonly zh: string
}

export interface Delivery {
  readonly kind: 'fired' | 'still-firing' | 'recovered' | 'test'
  readonly channel: 'webhook' | 'email'
  readonly receiver: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  readonly failure: string
  readonly at: string | null
}

export const alarmStates = ['firing', 'recovered', 'closed'] as const
export type AlarmState = (typeof alarmStates)[number]

export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

export interface Condition {
  readonly measure: 'count' | 'rate'
  readonly comparison: string
  readonly threshold: number
}

export type Receiver =
  | { readonly kind: 'owner' | 'maintainers' }
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'webhook'; readonly url: string }

/** What a rule says; whatever else it holds stays as it is. */
export interface RuleWords {
  readonly name: string
  readonly enabled: boolean
  readonly severity: Severity
  readonly query: string
  readonly groupBy: string | null
  readonly condition: Condition
  readonly minimum: number
  readonly windowMinutes: number
  readonly quietMinutes: number
  readonly recoveryNotice: boolean
  readonly receivers: readonly Receiver[]
}

export interface Rule extends RuleWords {
  readonly id: string
  /** null: not yet. */
  readonly evaluatedAt: string | null
  /** Why it cannot be judged; '' where it can. */
  readonly problem: string
}

/** What a change answers: secrets of new webhooks, shown this once. */
export interface SavedRule extends Rule {
  readonly secrets: readonly { readonly url: string; readonly secret: string }[]
}

export interface RuleTest {
  readonly fires: boolean
  readonly recordsMissing: boolean
  readonly measured: readonly {
    readonly gateway: string
    readonly value: string
    readonly matching: number
    readonly holds: boolean
  }[]
  readonly notifications: readonly { readonly id: string; readonly receiver: string }[]
  readonly unreached: readonly string[]
}
