import type { FieldError } from '../api/ask.ts'
import type { Members } from '../forms/json-path.ts'

/** What the management API says about resources (docs/reference/management-api.md and drafts.md). */
export type Change = 'create' | 'update' | 'delete' | null

/** Any part of a draft. */
export interface PartView {
  readonly definition: Members
  readonly change: Change
  readonly conflict: boolean
  readonly problems: readonly FieldError[]
}

export interface ListedResource {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary?: string
  readonly labels?: readonly string[]
  readonly matchSubpath?: boolean
  readonly auth?: { readonly app?: boolean; readonly user?: boolean; readonly permission?: boolean }
  readonly backend: string
  readonly plugins: readonly string[]
  readonly change: Change
  readonly problems: number
}

export interface ListedBackend {
  readonly name: string
  readonly description?: string
  readonly resources: number
  readonly stages: readonly string[]
}

/** What becomes of an OpenAPI document. */
export interface ImportAnswer {
  readonly format: string
  readonly title: string
  readonly operations: number
  readonly taken: number
  readonly refused: readonly RefusedOperation[]
  readonly warnings: readonly { readonly message: string; readonly line: number }[]
  readonly imported: readonly ImportedOperation[]
  readonly removed: readonly string[]
  readonly problems: readonly DraftProblem[]
}

export interface RefusedOperation {
  readonly method: string
  readonly path: string
  readonly line: number
  readonly message: string
  readonly suggestion: string
}

export interface ImportedOperation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly action: 'create' | 'update' | 'same'
}

export interface DraftProblem extends FieldError {
  /** Such as `resources/get_order`. */
  readonly part: string
}
