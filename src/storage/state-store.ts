import type { ControlChange } from './control-change.ts'

/** Where the control plane keeps what it changes. Saving has two steps, because workers must have
 *  accepted a publication before it is kept, and a full disk must be known before they are asked. */
export interface StateStore {
  prepare(change: ControlChange): Promise<PreparedState>
}

export interface PreparedState {
  commit(): Promise<void>
  discard(): Promise<void>
}
