/** Which resource of which stage? Or why none: a miss names what is unknown and what is near. */
import type { ErrorKey } from '../model/error-table.ts'
import { openTextOf, type OpenText } from '../model/record-sink.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { gatewayOfKeyPath } from './gateway-pages.ts'
import { flatCopy } from './latin1-bytes.ts'
import { requestMembers } from './record.ts'
import { nearestNames, type RouteMatch, type RouteTable } from './route-table.ts'
import type { Route } from './route.ts'
import type { GatewayRouting, Routing, StageRouting } from './routing.ts'

export function match(exchange: LiveExchange, routing: Routing): Refusal | undefined {
  const { head } = exchange.connection
  exchange.path = head.path
  const known = routing.known.get(head.method)?.get(exchange.path)
  if (known === undefined) return search(exchange, routing)
  exchange.known = known
  exchange.path = known.path
  exchange.gatewayName = known.gatewayName
  exchange.stageName = known.stageName
  return take(exchange, known.found, known.route)
}

function search(exchange: LiveExchange, routing: Routing): Refusal | undefined {
  const { head } = exchange.connection
  const { text, pathStart, pathEnd } = head
  const hostTemplate = exchange.worker.options.settings.hostTemplate
  let gatewayStart = pathStart + 5 // '/api/'.length
  if (!text.startsWith('/api/', pathStart)) {
    const named = hostTemplate === '' ? '' : gatewayOfHost(hostTemplate, head.host)
    if (named === '')
      return miss(exchange, 'resource_not_found', 'paths begin with /api/{gateway}/{stage}/')
    exchange.gatewayName = named
    gatewayStart = -1
  }
  let stageStart = pathStart + 1
  if (gatewayStart >= 0) {
    const gatewayEnd = segmentEnd(text, gatewayStart, pathEnd)
    exchange.gatewayName = text.slice(gatewayStart, gatewayEnd)
    stageStart = gatewayEnd + 1
  }
  const gateway = routing.gateways.get(exchange.gatewayName)
  if (gateway === undefined) return gatewayMiss(exchange, routing)
  const stageEnd = segmentEnd(text, stageStart, pathEnd)
  exchange.stageName = text.slice(stageStart, stageEnd)
  const stage = gateway.stages.get(exchange.stageName)
  if (stage === undefined) return stageMiss(exchange, gateway)
  const path = text.slice(stageEnd, pathEnd)
  const own = stage.table.find(exchange.method, path)
  if (exchange.method === 'OPTIONS') {
    const asked = preflight(exchange, stage, path, own)
    if (asked !== null) return take(exchange, asked, stage.routes.at(asked.value)) // the next may be none
  }
  if (own === null) return resourceMiss(exchange, stage.table, path)
  const route = stage.routes.at(own.value)
  const isSure = exchange.method !== 'OPTIONS' || route.resource.method === 'OPTIONS'
  if (own.isLiteral && gatewayStart >= 0 && isSure) remember(exchange, routing, own, route)
  return take(exchange, own, route)
}

function take(exchange: LiveExchange, found: RouteMatch<number>, route: Route): undefined {
  exchange.route = route
  exchange.variables = found.variables
  exchange.rest = found.rest
}

/** One look-up the next time instead of four. A resource of any method is remembered for the usual
 *  ones only: the names of methods are without number. */
function remember(
  exchange: LiveExchange,
  routing: Routing,
  found: RouteMatch<number>,
  route: Route,
): void {
  const paths = routing.known.get(exchange.method)
  const path = flatCopy(exchange.path)
  const gatewayName = flatCopy(exchange.gatewayName)
  const stageName = flatCopy(exchange.stageName)
  const openText = openTextOf(gatewayName, stageName, exchange.method, path)
  paths?.set(path, {
    path,
    gatewayName,
    stageName,
    openText: flatCopy(openText) as OpenText,
    recordMembers: flatCopy(requestMembers(exchange.worker.options.redact, exchange.method, path)),
    found,
    route,
  })
}

/** A preflight asks about another method; it matches the resource of that method, also where another one
 *  takes any method (the old system's defect 27: a preflight to a GET-only resource was a 404). */
function preflight(
  exchange: LiveExchange,
  { table, routes }: StageRouting,
  path: string,
  own: RouteMatch<number> | null,
): RouteMatch<number> | null {
  if (own !== null && routes.resourceAt(own.value).method === 'OPTIONS') return null
  const asked = exchange.request.header('access-control-request-method')
  if (asked === undefined || exchange.request.header('origin') === undefined) return null
  const found = table.find(asked, path)
  if (found === null) return null
  return routes.at(found.value).plugins.some(({ name }) => name === 'cors') ? found : null
}

function segmentEnd(text: string, start: number, limit: number): number {
  const slash = text.indexOf('/', start)
  return slash < 0 || slash > limit ? Math.max(limit, start) : slash
}

function gatewayOfHost(template: string, host: string): string {
  const at = template.indexOf('{gateway}')
  const name = (host.split(':', 1)[0] ?? '').toLowerCase().replace(/\.$/, '') // RFC 9110 section 4.2.3
  const suffix = template.slice(at + '{gateway}'.length)
  const prefix = template.slice(0, at)
  if (!name.startsWith(prefix) || !name.endsWith(suffix)) return ''
  return name.slice(prefix.length, name.length - suffix.length)
}

function miss(exchange: LiveExchange, key: ErrorKey, reason: string, headerLines = ''): Refusal {
  const { head } = exchange.connection
  return { key, facts: { method: head.method, path: head.path, reason }, headerLines }
}

function gatewayMiss(exchange: LiveExchange, routing: Routing): Refusal {
  const name = gatewayOfKeyPath(exchange.connection.head.path) || exchange.gatewayName
  const near = nearestNames(name, routing.gateways.keys())
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(', ')}`
  return miss(exchange, 'gateway_not_found', `no gateway ${name}${hint}`)
}

function stageMiss(exchange: LiveExchange, gateway: GatewayRouting): Refusal {
  const released = [...gateway.stages.keys()].join(', ')
  const known = released === '' ? 'none is released' : `released: ${released}`
  const stage = exchange.stageName === '' ? '; the path names none' : ` ${exchange.stageName}`
  return miss(
    exchange,
    'stage_not_released',
    `gateway ${gateway.name} has no released stage${stage}; ${known}`,
  )
}

function resourceMiss(exchange: LiveExchange, table: RouteTable<number>, path: string): Refusal {
  const why = table.explain(exchange.method, path)
  if (why.kind === 'method_not_allowed') {
    const allow = why.allow.join(', ')
    return miss(
      exchange,
      'method_not_allowed',
      `this path answers to ${allow}`,
      `Allow: ${allow}\r\n`,
    )
  }
  const near = why.nearest.map((route) => `${route.method} ${route.path}`).join(', ')
  return miss(
    exchange,
    'resource_not_found',
    near === '' ? 'no resource has this path' : `nearest: ${near}`,
  )
}
