/** All that a worker serves, by gateway and stage; replaced as a whole by each publication. */
import type { OpenText } from '../model/record-sink.ts'
import type { Release } from '../model/release.ts'
import type { trustedProxies } from './client-address.ts'
import type { EndpointPool } from './endpoint-pool.ts'
import { definableMethods } from './route-methods.ts'
import type { RouteMatch, RouteTable } from './route-table.ts'
import type { Route } from './route.ts'
import type { StageRoutes } from './stage-routes.ts'

export interface Routing {
  readonly version: number
  readonly gateways: ReadonlyMap<string, GatewayRouting>
  /** Literal paths that were asked for, whole, by method: bounded by what is defined. */
  readonly known: ReadonlyMap<string, Map<string, KnownPath>>
  readonly clientAddresses: ReturnType<typeof trustedProxies>
}

/** What a path with its method leads to. Its texts are flat, of their own, and hashed already. */
export interface KnownPath {
  readonly path: string
  readonly gatewayName: string
  readonly stageName: string
  readonly openText: OpenText
  /** Members `method` and `http_path` of the record. */
  readonly recordMembers: string
  readonly found: RouteMatch<number>
  readonly route: Route
}

export interface GatewayRouting {
  readonly name: string
  readonly stages: ReadonlyMap<string, StageRouting>
}

export interface StageRouting {
  readonly name: string
  readonly release: Release
  /** To the place of a resource in the release. Shared by stages whose resources take the same requests. */
  readonly table: RouteTable<number>
  readonly routes: StageRoutes
  readonly pools: ReadonlyMap<string, EndpointPool>
}

export function noKnownPaths(): Routing['known'] {
  return new Map(definableMethods.map((method) => [method, new Map<string, KnownPath>()]))
}
