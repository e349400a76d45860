/** What the management API says about permissions (docs/reference/permissions.md). */
export interface PermissionRequest {
  readonly number: number
  readonly app: string
  readonly gateway: string
  /** null: the whole gateway. */
  readonly resources: readonly string[] | null
  readonly reason: string
  /** null: for ever. */
  readonly expiresInDays: number | null
  readonly requester: string
  readonly status: RequestStatus
  readonly renewal: boolean
  readonly at: string
  readonly decision: {
    readonly by: string
    readonly at: string
    readonly comment: string
    readonly approved: readonly string[] | null
    readonly rejected: readonly string[]
  } | null
}

export const requestStatuses = [
  'pending',
  'approved',
  'partly_approved',
  'rejected',
  'withdrawn',
] as const
export type RequestStatus = (typeof requestStatuses)[number]

export interface Grant {
  readonly id: string
  readonly app: string
  readonly owner: string
  /** null: the whole gateway. */
  readonly resources: readonly string[] | null
  /** Those of them that no stage serves: not in force until one does. */
  readonly absent: readonly string[]
  /** null: never. */
  readonly expiresAt: string | null
  readonly expired: boolean
  readonly source: 'file' | 'given' | 'approved' | 'renewed'
  readonly by: string
  readonly at: string | null
  readonly reason: string
}

export type PermissionStatus =
  | 'owned'
  | 'unlimited'
  | 'pending'
  | 'expired'
  | 'rejected'
  | 'need_apply'
  | 'absent'

export interface AppPermissions {
  readonly app: string
  readonly gateway: PermissionState & { readonly name: string }
  readonly resources: readonly (PermissionState & {
    readonly resource: string
    readonly method: string
    readonly path: string
  })[]
}

export interface PermissionState {
  readonly status: PermissionStatus
  readonly expiresAt: string | null
  /** Number of the last request that names it. */
  readonly request: number | null
}

export interface Reminder {
  readonly number: number
  readonly at: string
  readonly kind: string
  readonly app: string
  readonly gateway: string
  readonly subject: string
  readonly text: string
}
