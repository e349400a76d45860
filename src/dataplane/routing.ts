/** All that a worker serves, by gateway and stage; replaced as a whole by each publication. */
import type { Release } from '../model/release.ts'
import type { trustedProxies } from './client-address.ts'
import type { EndpointPool } from './endpoint-pool.ts'
import type { RouteTable } from './route-table.ts'
import type { Route } from './route.ts'

export interface Routing {
  readonly version: number
  readonly gateways: ReadonlyMap<string, GatewayRouting>
  readonly clientAddresses: ReturnType<typeof trustedProxies>
}

export interface GatewayRouting {
  readonly name: string
  readonly stages: ReadonlyMap<string, StageRouting>
}

export interface StageRouting {
  readonly name: string
  readonly release: Release
  readonly table: RouteTable<Route>
  readonly routes: readonly Route[]
  readonly pools: ReadonlyMap<string, EndpointPool>
}
