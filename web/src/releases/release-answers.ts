/** What the management API says about releases and drafts (docs/reference/drafts.md). */
export interface ListedRelease {
  readonly number: number
  readonly hash: string
  readonly madeAt: string
  readonly madeBy: string
  readonly comment: string
  readonly live: boolean
}

export interface FieldChange {
  readonly field: string
  /** Left out: it was not there. */
  readonly before?: unknown
  readonly after?: unknown
}

export interface PartsDiff {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly name: string; readonly fields: readonly FieldChange[] }[]
}

export interface ReleaseDiff {
  readonly resources: PartsDiff
  readonly backends: PartsDiff
  readonly plugins: PartsDiff
  readonly settings: readonly FieldChange[]
  /** Resources that are different and not shown. */
  readonly leftOut?: number
}

export interface NumberedDiff extends ReleaseDiff {
  readonly number: number
  /** 0: nothing. */
  readonly against: number
  readonly same: boolean
}

export interface Finding {
  readonly level: 'blocker' | 'warning' | 'info'
  readonly key: string
  readonly sentence: string
  readonly advice: string
  /** Part and place, such as `stages/prod variables.region`. */
  readonly path: string
}
