import type { Stage } from '../gateways/gateway-answers.ts'
import type { Members } from '../gateways/merge-patch.ts'
import type { PartView } from '../gateways/use-edited-part.ts'

/** What the management API says about one stage (docs/reference/drafts.md). */
export interface WholeStage extends Stage, PartView {}

/** A backend of the gateway, with what leads to it. */
export interface ListedBackend {
  readonly name: string
  readonly description?: string
  readonly owners?: readonly string[]
  readonly resources: number
  readonly stages: readonly string[]
  readonly change: 'create' | 'update' | 'delete' | null
}

/** Hosts of a backend in a stage, as they are written. */
export function hostsIn(backend: Members): readonly Members[] {
  const { hosts } = backend
  return Array.isArray(hosts) ? (hosts as readonly Members[]) : [] // the server checked its shape
}
