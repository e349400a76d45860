import type { RequestChange } from './permission-requests.ts'

/** What one act of a person changes in the control store, kept together or not at all. */
export interface ControlChange {
  readonly atMs: number
  readonly author: Author
  readonly documents: readonly ChangedDocument[]
  readonly releases: readonly NewRelease[]
  readonly live: readonly LiveRelease[]
  readonly audit: readonly AuditedChange[]
  readonly requests?: readonly RequestChange[]
}

/** `actor`: the name of a token, or what else made the server do it. `address`: where the request came
 *  from, '' where there was none. */
export interface Author {
  readonly actor: string
  readonly address: string
}

export type DocumentKind = 'app' | 'gateway' | 'grant'

interface ChangedDocument {
  readonly kind: DocumentKind
  readonly name: string
  /** JSON; null: it is gone. */
  readonly body: string | null
}

interface NewRelease {
  readonly gateway: string
  readonly stage: string
  readonly number: number
  /** SHA-256 (hex) of `content`. */
  readonly hash: string
  /** Canonical JSON. */
  readonly content: string
  readonly comment: string
}

interface LiveRelease {
  readonly gateway: string
  readonly stage: string
  /** null: the stage is gone. */
  readonly number: number | null
}

/** Without secrets: whoever makes it sees to that. */
export interface AuditedChange {
  readonly gateway: string
  readonly kind: string
  readonly path: string
  readonly action: string
  readonly before: unknown
  readonly after: unknown
}
