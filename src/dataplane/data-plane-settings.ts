import { usualBodyBytes } from '../model/body-limit.ts'
import type { Plugin, PluginServices } from '../model/plugin.ts'
import type { Clock } from './clock.ts'
import type { RecordSink } from '../model/record-sink.ts'
import type { NameResolver } from '../network/resolver.ts'

export type HeaderPairs = readonly (readonly [string, string])[]

/** Removes secrets from what is about to be recorded (flowlog/redact.ts, injected). */
export interface Redaction {
  path(text: string): string
  query(text: string): string
  body(text: string, contentType: string): string
  headers(pairs: HeaderPairs): HeaderPairs
  /** As `Attempt.first_bytes` holds them. */
  firstBytes(escaped: string): string
  /** Any other text that quotes a caller or a backend. */
  text(text: string): string
}

export interface DataPlaneSettings {
  /** Id of this node and worker in records. */
  readonly node: string
  /** Our name in Proxy-Status and Via: the deployment's, not the product's (RFC 9209 section 2). */
  readonly proxyName: string
  /** Where callers find the error pages; '' leaves a relative link. */
  readonly publicConsoleUrl: string
  readonly trustedProxies: readonly string[]
  /** '' or `{gateway}.example.com`. */
  readonly hostTemplate: string
  readonly limits?: Partial<Limits>
}

export interface DataPlaneOptions {
  /** In the order of running. */
  readonly plugins: readonly Plugin[]
  readonly services: PluginServices
  readonly clock: Clock
  readonly sink: RecordSink
  readonly redact: Redaction
  readonly resolver: NameResolver
  readonly settings: DataPlaneSettings
}

export interface Limits {
  readonly headBytes: number
  readonly uriBytes: number
  readonly fields: number
  readonly responseHeadBytes: number
  readonly responseFields: number
  readonly bodyBytes: number
  /** From the first byte of a head to its end. */
  readonly clientHeadMs: number
  /** Longest silence inside a request body. */
  readonly clientBodyMs: number
  readonly keepAliveMs: number
}

/** What common servers accept, and no more. */
export const defaultLimits: Limits = {
  headBytes: 16_384,
  uriBytes: 8_192,
  fields: 100,
  responseHeadBytes: 65_536,
  responseFields: 200,
  bodyBytes: usualBodyBytes,
  clientHeadMs: 10_000,
  clientBodyMs: 30_000,
  keepAliveMs: 75_000,
}
