/** What the management API says about gateways (docs/reference/management-api.md and drafts.md). */
export interface Gateway {
  readonly name: string
  readonly description: string
  readonly public: boolean
  readonly maintainers: readonly string[]
  readonly viewers: readonly string[]
  readonly contacts?: readonly Contact[]
  readonly stages: readonly {
    readonly name: string
    readonly release: { readonly number: number }
  }[]
  /** null: nothing was edited since. */
  readonly draft: DraftHead | null
}

interface DraftHead {
  readonly editedBy: string
  /** How many parts. */
  readonly changes: number
  /** A file or a release changed a part that the draft changes, too. */
  readonly outdated: boolean
}

export interface Contact {
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly link?: string
}

/** What a stage does not serve yet, counted by kind. */
export interface Pending {
  readonly resources?: number
  readonly backends?: number
  readonly plugins?: number
  readonly settings?: number
  readonly documentation?: number
  readonly problems?: number
  readonly managedByFiles?: number
}

export interface LiveOn {
  readonly workers: number
  readonly of: number
  readonly since: string
}

export interface Stage {
  readonly name: string
  readonly description: string
  /** null: it is not served. */
  readonly release: ReleaseHead | null
  readonly live: LiveOn | null
  readonly lastRefusal: { readonly number: number; readonly reason: string } | null
  /** null: it serves all of the draft. */
  readonly pending: Pending | null
}

interface ReleaseHead {
  readonly number: number
  readonly hash: string
  readonly madeBy: string
  readonly comment: string
}
