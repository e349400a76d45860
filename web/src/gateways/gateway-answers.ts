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
  readonly draft: unknown
}

interface Contact {
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly link?: string
}

export interface Stage {
  readonly name: string
  readonly description: string
  /** null: it is not served. */
  readonly release: ReleaseHead | null
  readonly live: { readonly workers: number; readonly of: number; readonly since: string } | null
  readonly lastRefusal: { readonly number: number; readonly reason: string } | null
  /** What it does not serve yet, counted by kind; null: nothing. */
  readonly pending: Readonly<Record<string, number>> | null
}

interface ReleaseHead {
  readonly number: number
  readonly hash: string
  readonly madeBy: string
  readonly comment: string
}
