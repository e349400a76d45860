/** What the tests of plugins start from: an exchange, services and a release as plain values. */
import type { Exchange } from '../model/exchange.ts'
import { HeaderEdits } from '../model/header-edits.ts'
import type {
  BoundPlugin,
  DirectoryView,
  Outcome,
  Plugin,
  PluginServices,
} from '../model/plugin.ts'
import {
  defaultTimeoutsMs,
  type PluginBinding,
  type Release,
  type Resource,
} from '../model/release.ts'

export const testTimeMs = 1_800_000_000_000

export interface RequestParts {
  readonly method?: string
  readonly query?: string
  readonly body?: string
  readonly contentLength?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly address?: string
  readonly release?: Release
  readonly resource?: Resource
  readonly identity?: Partial<Exchange['identity']>
}

export function testExchange(parts: RequestParts = {}): Exchange {
  const headers = new Map(Object.entries(parts.headers ?? {}))
  const address = parts.address ?? '192.0.2.7'
  const resource = parts.resource ?? testResource()
  return {
    requestId: '0192f0c1-0000-7000-8000-000000000001',
    timestamp: testTimeMs,
    request: {
      method: parts.method ?? 'GET',
      path: '/api/shop/prod/orders/1',
      query: parts.query ?? '',
      body: parts.body === undefined ? undefined : Buffer.from(parts.body),
      contentLength: parts.contentLength ?? 0,
      header: (name) => headers.get(name),
    },
    client: { address, family: address.includes(':') ? 'ipv6' : 'ipv4' },
    release: parts.release ?? testRelease({ resources: [resource] }),
    resource,
    identity: {
      appCode: '',
      appVerified: false,
      appReason: '',
      username: '',
      userVerified: false,
      userReason: '',
      location: '',
      memo: undefined,
      ...parts.identity,
    },
    toBackend: { header: new HeaderEdits(), query: undefined, body: undefined },
    toCaller: new HeaderEdits(),
  }
}

export function testRelease(parts: Partial<Release> = {}): Release {
  return {
    gateway: 'shop',
    stage: 'prod',
    number: 1,
    hash: 'hash',
    maintainers: [],
    variables: {},
    credentials: ['bkapi', 'bearer', 'api-key'],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [],
    plugins: [],
    resources: [],
    ...parts,
  }
}

export function testResource(parts: Partial<Resource> = {}): Resource {
  return {
    name: 'get_order',
    method: 'GET',
    path: '/orders/{id}',
    matchSubpath: false,
    websocket: false,
    auth: { app: true, user: false, permission: true },
    backend: { name: 'default', method: 'GET', path: '/orders/{id}' },
    timeoutMs: defaultTimeoutsMs,
    bodyLimitBytes: null,
    plugins: [],
    ...parts,
  }
}

export const emptyDirectory: DirectoryView = {
  version: 0,
  secretHashesOf: () => undefined,
  grantFor: () => ({ kind: 'none' }),
  keyOf: () => undefined,
  keys: [],
}

export function testServices(parts: Partial<PluginServices> = {}): PluginServices {
  return {
    counters: {
      spend: () => ({ allowed: true, limit: 1, remaining: 0, resetSeconds: 1 }),
      giveBack: () => undefined,
      enter: () => true,
      leave: () => undefined,
    },
    nowMs: () => testTimeMs,
    directory: emptyDirectory,
    instanceId: 'node-a',
    fetchJson: () => Promise.reject(new Error('this test expects no outbound call')),
    ...parts,
  }
}

/** Binds a listed plugin as the data plane does for one resource. */
export function bindListed(
  plugin: Plugin,
  config: unknown,
  options: { readonly level?: 'stage' | 'resource'; readonly services?: PluginServices } = {},
): BoundPlugin {
  const level = options.level ?? 'stage'
  const binding: PluginBinding = { type: plugin.name, config }
  const resource = testResource(level === 'resource' ? { plugins: [binding] } : {})
  const release = testRelease({
    resources: [resource],
    plugins: level === 'stage' ? [binding] : [],
  })
  const bound = plugin.bind(
    config,
    { release, resource, level },
    options.services ?? testServices(),
  )
  if (bound === undefined) throw new Error(`${plugin.name} has nothing to do here`)
  return bound
}

/** The outcome of a plugin that answers at once. */
export function decisionOf(bound: BoundPlugin | undefined, exchange: Exchange): Outcome {
  const outcome = bound?.onRequest?.(exchange)
  if (outcome === undefined || outcome instanceof Promise) throw new Error('no decision at once')
  return outcome
}
