import type { Members } from '../forms/json-path.ts'

/** What the management API says about plugins. */
export interface Plugin {
  readonly type: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly scope: 'listed' | 'built-in'
  /** Where stage and resource list it: the resource's stands in place of the stage's, or both act. */
  readonly merge: 'replaces' | 'both'
  readonly order: number
  /** JSON Schema, in the language that was asked for. */
  readonly options: Members
}

/** A plugin in the list of a stage or a resource. */
export interface Binding extends Members {
  readonly type: string
  readonly config?: unknown
}

/** Whose list it is in. */
export interface PluginOwner {
  readonly kind: 'stages' | 'resources'
  readonly name: string
}
