import type { StoredGateway } from '../../definition/control-state.ts'
import type { Caller } from '../caller.ts'
import { maySee, portalGateway, type PortalResource, visibleResources } from './portal-gateway.ts'
import { match, type Matched, searchWords } from './search-text.ts'

/** Gateways and resources that a caller may see, best first: by the exact name, by its beginning, by words of
 *  it, then labels, paths and descriptions. */
export interface Found {
  readonly kind: 'gateway' | 'resource'
  readonly gateway: string
  /** Of the resource, or of the gateway. */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly labels: readonly string[]
  readonly stages: readonly string[]
  readonly deprecated: boolean
  readonly matched: Matched
}

export interface SearchAnswer {
  readonly items: readonly Found[]
  /** How many there are in all. */
  readonly total: number
}

export function searchPortal(
  gateways: readonly StoredGateway[],
  caller: Caller,
  text: string,
  limit: number,
): SearchAnswer {
  const words = searchWords(text)
  const hits: Hit[] = []
  if (words.words.length === 0) return { items: [], total: 0 }
  for (const one of gateways) {
    if (!maySee(one, caller)) continue
    const portal = portalGateway(one)
    const found = match(portal.text, words)
    if (found !== undefined) {
      hits.push({ gateway: one, entry: undefined, ...found, score: found.score + gatewaysFirst })
    }
    for (const entry of visibleResources(portal, caller)) {
      const hit = match(entry.text, words)
      if (hit !== undefined) hits.push({ gateway: one, entry, ...hit })
    }
  }
  hits.sort((a, b) => b.score - a.score) // stable: gateways and resources stay in their order
  return { items: hits.slice(0, limit).map(shown), total: hits.length }
}

interface Hit {
  readonly score: number
  readonly matched: Matched
  readonly gateway: StoredGateway
  /** undefined: the gateway itself. */
  readonly entry: PortalResource | undefined
}

function shown({ gateway, entry, matched }: Hit): Found {
  if (entry === undefined) return foundGateway(gateway, matched)
  const { resource, said, stages } = entry
  const { name, method, path } = resource
  const { summary, description, labels, deprecated } = said
  return {
    kind: 'resource',
    gateway: gateway.name,
    name,
    method,
    path,
    summary: summary === '' ? description.slice(0, longestSummary) : summary,
    labels,
    stages,
    deprecated: deprecated !== null,
    matched,
  }
}

/** Of the same rank. */
const gatewaysFirst = 1
const longestSummary = 200

function foundGateway(gateway: StoredGateway, matched: Matched): Found {
  const { name, description, stages, documentation } = gateway
  return {
    kind: 'gateway',
    gateway: name,
    name,
    method: '',
    path: '',
    summary: description,
    labels: [],
    stages: stages.map((stage) => stage.name),
    deprecated: documentation.deprecated !== null,
    matched,
  }
}
