import type { Fault, Owner, Responder } from '../../../src/model/attribution.ts'

/** An error or a verdict as the management API tells it (`GET /errors/{key}`). */
export interface CatalogueEntry {
  readonly key: string
  readonly kind: 'error' | 'verdict'
  /** 0 and '' of a verdict about answers of others. */
  readonly status: number
  readonly code: number
  readonly code_name: string
  readonly message: string
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly title: string
  readonly why: string
  readonly actions: readonly { readonly role: Owner; readonly text: string }[]
  readonly related: readonly string[]
  readonly confused_with: readonly string[]
  readonly sample: string
}
