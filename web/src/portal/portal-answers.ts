import type { Fault, Owner } from '../../../src/model/attribution.ts'

/** What the management API says below `/portal` (docs/reference/portal.md). */
export interface PersonsInCharge {
  readonly maintainers: readonly string[]
  readonly contacts: readonly Contact[]
}

/** Empty texts: not said. */
export interface Contact {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly link: string
}

export type Deprecation = { readonly note: string } | null

export interface PortalGateway {
  readonly name: string
  readonly description: string
  readonly personsInCharge: PersonsInCharge
  readonly deprecated: Deprecation
  readonly public: boolean
  readonly resources: number
}

export interface ListedGateway extends PortalGateway {
  readonly stages: readonly string[]
}

export interface GatewayPage extends PortalGateway {
  readonly stages: readonly {
    readonly name: string
    readonly description: string
    readonly urls: readonly string[]
  }[]
  readonly labels: readonly { readonly label: string; readonly resources: number }[]
}

export interface ListedResource {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly labels: readonly string[]
  readonly deprecated: Deprecation
  readonly public: boolean
  readonly stages: readonly string[]
  readonly auth: Auth
}

export interface Auth {
  readonly app: boolean
  readonly user: boolean
  readonly permission: boolean
  readonly mayApply: boolean
}

export interface SearchHit {
  readonly kind: 'gateway' | 'resource'
  readonly gateway: string
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly deprecated: boolean
}

export interface ResourcePage extends ListedResource {
  readonly gateway: string
  readonly matchSubpath: boolean
  readonly websocket: boolean
  readonly stage: string
  readonly personsInCharge: PersonsInCharge
  readonly document: {
    readonly language: 'en' | 'zh'
    readonly markdown: string
    readonly languages: readonly string[]
  } | null
  /** As OpenAPI 3 or Swagger 2 has it: anything may stand there. */
  readonly schema: Readonly<Record<string, unknown>> | null
  readonly references: Readonly<Record<string, unknown>>
  readonly referencesLeftOut: number
  readonly call: Call
  readonly limits: Limits
  readonly errors: readonly PossibleError[]
  /** null: not counted now. */
  readonly seenDays: number | null
}

export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body: string | null
  readonly placeholders: readonly { readonly placeholder: string; readonly means: string }[]
  readonly urls: readonly { readonly stage: string; readonly urls: readonly string[] }[]
  readonly snippets: Readonly<Record<SnippetLanguage, string>>
}

export type SnippetLanguage = 'curl' | 'javascript' | 'python' | 'go' | 'java'

export interface Limits {
  readonly rates: readonly {
    readonly counted: 'each-caller' | 'all-callers'
    readonly scope: 'resource' | 'stage'
    /** Whose it is, in place of the usual one; '' for the usual one. */
    readonly app: string
    readonly windows: readonly { readonly limit: number; readonly periodSeconds: number }[]
  }[]
  readonly concurrency: number | null
  readonly bodyBytes: number
  readonly timeoutMs: {
    readonly connect: number
    readonly firstByte: number
    readonly idle: number
    readonly total: number
  }
  readonly addressesRestricted: boolean
}

export interface PossibleError {
  readonly key: string
  readonly status: number
  readonly code: number
  readonly title: string
  readonly when: string
  readonly fault: Fault
  readonly owner: Owner
  readonly by: { readonly plugin?: string; readonly phase?: string }
  readonly limit: { readonly milliseconds?: number; readonly bytes?: number } | null
  readonly seen: number | null
}
