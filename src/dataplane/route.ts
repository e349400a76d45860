import type { BoundPlugin } from '../model/plugin.ts'
import type { BackendTimeouts, Release, Resource } from '../model/release.ts'
import type { EndpointPool } from './endpoint-pool.ts'
import type { RouteCounts } from './metrics.ts'

/** A resource in the form the hot path needs: everything that could be decided at release time is. */
export interface Route {
  readonly release: Release
  readonly resource: Resource
  readonly pool: EndpointPool
  readonly plugins: readonly BoundEntry[]
  /** Plugins that look at the answer, in reverse order of running. */
  readonly responsePlugins: readonly BoundEntry[]
  /** `order`: place among `plugins`. */
  readonly endPlugins: readonly { readonly order: number; readonly entry: BoundEntry }[]
  /** Path below the backend's host, without the query. */
  readonly backendPath: (
    variables: readonly string[],
    rest: string,
    requestPathEndsWithSlash: boolean,
  ) => string
  /** 'ANY' forwards the caller's method. */
  readonly backendMethod: string
  readonly timeoutMs: BackendTimeouts
  readonly bodyLimitBytes: number
  /** The body is read whole (≤ 64 KiB) before admit, because credentials may be in it. */
  readonly wantsBody: boolean
  /** JSON members of the record that never change for this route. */
  readonly recordText: string
  /** Its `plugins`, where all let the request go on at once. */
  readonly passedText: string
  readonly counts: RouteCounts
}

export interface BoundEntry {
  readonly name: string
  readonly plugin: BoundPlugin
  /** `{"plugin":"NAME"}`: what the record says of one that let the request go on. */
  readonly passedNote: string
}
