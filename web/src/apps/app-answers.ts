import type { Grant } from '../permissions/permission-answers.ts'

/** What the management API says about applications (docs/reference/permissions.md). */
export interface App {
  readonly code: string
  readonly owner: string
  readonly description: string
  readonly managedBy: 'file' | 'api'
  readonly secrets: readonly Secret[]
}

export interface Secret {
  readonly id: string
  /** null: it came from a definition file. */
  readonly createdAt: string | null
}

/** The one time that a secret is shown. */
export interface NewSecret extends Secret {
  readonly secret: string
}

export interface AppGrant extends Omit<Grant, 'app' | 'owner'> {
  readonly gateway: string
}
