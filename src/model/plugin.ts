import type { TSchema } from 'typebox'
import type { Facts } from './attribution.ts'
import type { ErrorKey } from './error-table.ts'
import type { Exchange } from './exchange.ts'
import type { GatewayKey, Release, Resource } from './release.ts'

/** What a plugin decides about a request. A plugin never writes to the socket itself, so none can
 *  answer unmarked and none can forget its evidence. */
export type Outcome =
  | { readonly kind: 'continue'; readonly facts?: Facts }
  | {
      readonly kind: 'reject'
      readonly key: ErrorKey
      readonly facts: Facts
    }
  | { readonly kind: 'answer'; readonly answer: PluginAnswer; readonly facts?: Facts }

/** An answer of the gateway's own that is no error. */
export interface PluginAnswer {
  readonly answeredBy: 'mock' | 'preflight'
  readonly status: number
  /** Rendered header lines, each ending in CRLF, framing fields excluded. */
  readonly headerLines: string
  readonly body: Uint8Array
}

/** The usual outcome; one object, so that saying yes allocates nothing. */
export const proceed: Outcome = Object.freeze({ kind: 'continue' })

export interface Plugin {
  /** Kebab case; equals the file name; definitions may write it with a `bk-` prefix. */
  readonly name: string
  /** 'built-in' plugins run on every resource that needs them and cannot be listed in a definition. */
  readonly scope: 'built-in' | 'listed'
  /** One type on stage and resource: 'both' run, or the resource's 'replaces' the stage's. */
  readonly merge: 'both' | 'replaces'
  /** Every error that it can refuse with: what a resource can answer with is worked out from these, and a
   *  test holds what it does to what it says. */
  readonly refuses: readonly ErrorKey[]
  /** Which of them can happen where it is bound with these options; left out: all. */
  refusesAt?(options: unknown, at: BindPoint): readonly ErrorKey[]
  /** Checked when a definition is applied, so a release never holds bad options. */
  readonly options: TSchema
  /** Further checks that a schema cannot say; each message names the option. */
  check?(options: unknown): readonly { readonly path: string; readonly message: string }[]
  /** Once per release and resource: compile patterns, render header lines. Returns undefined where
   *  the plugin has nothing to do for this resource. */
  bind(options: unknown, at: BindPoint, services: PluginServices): BoundPlugin | undefined
}

/** Where a plugin is bound. `level` tells whose list it stands in ('built-in': no list). */
export interface BindPoint {
  readonly release: Release
  readonly resource: Resource
  readonly level: 'built-in' | 'stage' | 'resource'
}

export interface BoundPlugin {
  onRequest?(exchange: Exchange): Outcome | Promise<Outcome>
  /** The answer's head is about to be written: change it through `exchange.toCaller`. */
  onResponse?(exchange: Exchange, status: number): void
  /** The exchange is over, however it ended; called exactly once if onRequest was. */
  onEnd?(exchange: Exchange): void
  /** Largest request body in bytes that this plugin lets pass; the data plane enforces the smallest
   *  one while it reads a body whose length was not declared. */
  readonly bodyLimitBytes?: number
}

/** What plugins may use of the world. */
export interface PluginServices {
  readonly counters: Counters
  /** Epoch milliseconds. */
  readonly nowMs: () => number
  readonly directory: DirectoryView
  /** Identifies this deployment in X-Bkapi-Instance-Id. */
  readonly instanceId: string
  /** GET with a deadline and a size limit (1 MiB), for token and key endpoints. Rejects with an
   *  Error whose message holds no query and no secret. */
  fetchJson(
    url: string,
    timeoutMs: number,
  ): Promise<{ readonly status: number; readonly body: unknown }>
}

/** The Directory in the form look-ups need; it changes, so hold the service and not a value. */
export interface DirectoryView {
  /** Grows with every change: a cheap way to drop remembered decisions. */
  readonly version: number
  secretHashesOf(appCode: string): readonly string[] | undefined
  /** 'none': no grant of this app on the gateway at all. Times are compared by the caller. */
  grantFor(appCode: string, gateway: string, resource: string): GrantFound
  keyOf(gateway: string): GatewayKey | undefined
  /** Of every gateway. */
  readonly keys: readonly GatewayKey[]
}

export type GrantFound =
  | {
      readonly kind: 'granted'
      readonly dimension: 'gateway' | 'resource'
      readonly expiresAtMs: number | null
    }
  | { readonly kind: 'other-resources' }
  | { readonly kind: 'none' }

export interface RateWindow {
  readonly limit: number
  readonly periodSeconds: number
}

export interface SpendResult {
  readonly allowed: boolean
  /** Of the window with the least left. */
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** Counters shared by all workers of a node. */
export interface Counters {
  /** Takes one token from every window, or from none if one is used up. Fixed windows of the wall
   *  clock. `key` names what is counted; the windows' limit and period are part of the identity. */
  spend(key: string, windows: readonly RateWindow[], nowMs: number): SpendResult
  /** Returns what `spend` took at `spentAtMs`, because something else refused the request. */
  giveBack(key: string, windows: readonly RateWindow[], spentAtMs: number): void
  /** Counts one more in flight unless `limit` (over all workers) is reached. */
  enter(key: string, limit: number): boolean
  leave(key: string): void
}
