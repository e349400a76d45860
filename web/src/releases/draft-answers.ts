import type { Pending } from '../gateways/gateway-answers.ts'
import type { PartProblem } from '../gateways/use-edited-part.ts'
import type { ReleaseDiff } from './release-answers.ts'

/** Everything that was edited and no release holds yet (docs/reference/drafts.md). */
export interface Draft {
  readonly draft: {
    readonly begunAt: string
    readonly editedAt: string
    readonly editedBy: string
    readonly outdated: boolean
  } | null
  /** Not empty: the gateway is changed by its file only. */
  readonly managedByFiles: readonly string[]
  readonly changes: readonly {
    readonly part: string
    readonly change: 'create' | 'update' | 'delete'
  }[]
  readonly conflicts: readonly Conflict[]
  readonly stages: readonly {
    readonly stage: string
    readonly pending: Pending | null
    readonly diff: ReleaseDiff | null
  }[]
  readonly problems: readonly PartProblem[]
}

/** A part that the draft and a file or release changed both; null: it is gone there. */
export interface Conflict {
  readonly part: string
  readonly draft: unknown
  readonly live: unknown
}
