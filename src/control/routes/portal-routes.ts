import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { StoredGateway } from '../../definition/control-state.ts'
import type { Language } from '../../model/bilingual.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Caller } from '../caller.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { plainText } from '../plain-text.ts'
import { type GatewayAddresses, stageUrls } from '../portal/gateway-addresses.ts'
import { personsInCharge } from '../portal/persons-in-charge.ts'
import {
  maySee,
  type PortalGateway,
  portalGateway,
  type PortalResource,
  visibleResources,
} from '../portal/portal-gateway.ts'
import { resourcePage } from '../portal/resource-page.ts'
import { searchPortal } from '../portal/search-portal.ts'
import { match, type SearchText, searchWords } from '../portal/search-text.ts'
import { seenErrors } from '../portal/seen-errors.ts'
import { ApiProblem } from '../problem.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import type { RecordCounter } from './flow-count-routes.ts'
import { gatewayName, stageName } from './gateway-routes.ts'
import {
  gatewayListExample,
  gatewayPageExample,
  resourceListExample,
  resourcePageExample,
  searchExample,
} from './portal-examples.ts'

/** `/api/v1/portal`: what callers look up, guests included. Whoever may not see a gateway or a resource gets the
 *  answer of one that is not there. */
export interface Portal {
  readonly gateways: () => readonly StoredGateway[]
  readonly plugins: readonly Plugin[]
  readonly addresses: GatewayAddresses
  readonly log: RecordCounter
}

const searchParameter = plainText(200, 'Words that all must stand there; parts of words count too.')
const page = {
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
}
const listQuery = Type.Object({ search: Type.Optional(searchParameter), ...page })
const resourcesQuery = Type.Object({
  stage: Type.Optional(stageName),
  label: Type.Optional(plainText(64, 'Only resources with this label.')),
  search: Type.Optional(searchParameter),
  ...page,
})
const searchQuery = Type.Object({
  q: plainText(200, 'Words that all must stand there; parts of words count too.'),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
})
const ofGateway = Type.Object({ gateway: gatewayName })
const ofResource = Type.Object({
  gateway: gatewayName,
  resource: plainText(256, 'Name of the resource.'),
})
const resourceQuery = Type.Object({ stage: Type.Optional(stageName), lang: languageParameter })

const access = 'signed-in' as const

export function portalRoutes(app: FastifyInstance, portal: Portal): void {
  gatewayRoute(app, portal)
  gatewayListRoute(app, portal)
  searchRoute(app, portal)
  resourceListRoute(app, portal)
  resourceRoute(app, portal)
}

function gatewayRoute(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: Static<typeof ofGateway> }>(
    '/api/v1/portal/gateways/:gateway',
    {
      schema: { params: ofGateway },
      config: {
        access,
        summary: 'One gateway as its callers see it: persons in charge, addresses, labels.',
        answer: { example: gatewayPageExample },
      },
    },
    (request, reply) => {
      const { gateway, resources } = gatewayOf(portal, request.params.gateway, request.caller)
      return reply.send(gatewayPage(gateway, resources, portal.addresses))
    },
  )
}

function resourceRoute(app: FastifyInstance, portal: Portal): void {
  const seen = seenErrors(portal.log)
  app.get<{
    Params: Static<typeof ofResource>
    Querystring: Static<typeof resourceQuery> & { lang?: Language }
  }>(
    '/api/v1/portal/gateways/:gateway/resources/:resource',
    {
      schema: { params: ofResource, querystring: resourceQuery },
      config: {
        access,
        summary: 'One resource: its document, how to call it, its limits, what it can answer with.',
        answer: { example: resourcePageExample },
        problems: ['unknown_stage'],
      },
    },
    async (request, reply) => {
      const { params, query, caller } = request
      const { gateway, resources } = gatewayOf(portal, params.gateway, caller)
      const entry = resources.find(({ resource }) => resource.name === params.resource)
      if (entry === undefined) throw notFound('resource of this name on a stage')
      const shown = shownOn(gateway, entry, query.stage)
      const language = languageOf(request)
      const { plugins, addresses } = portal
      const counts = await seen.of(gateway.name, entry.resource.name)
      const parts = { gateway, entry, ...shown, caller, language, plugins, addresses, seen: counts }
      return await reply.header('vary', 'accept-language').send(resourcePage(parts))
    },
  )
}

function gatewayListRoute(app: FastifyInstance, { gateways }: Portal): void {
  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/api/v1/portal/gateways',
    {
      schema: { querystring: listQuery },
      config: {
        access,
        summary: 'Gateways that can be called, with the persons in charge.',
        answer: { example: gatewayListExample },
      },
    },
    ({ query, caller }, reply) => {
      const seen = gateways().filter((one) => maySee(one, caller))
      const found = searched(seen.map(portalGateway), query.search)
      return reply.send(
        pageAt('portal gateways', found, query, (one) => gatewaySummary(one, caller)),
      )
    },
  )
}

function searchRoute(app: FastifyInstance, { gateways }: Portal): void {
  app.get<{ Querystring: Static<typeof searchQuery> }>(
    '/api/v1/portal/search',
    {
      schema: { querystring: searchQuery },
      config: {
        access,
        summary: 'Gateways and resources by name, path, label and description, best first.',
        answer: { example: searchExample },
      },
    },
    ({ query: { q, limit }, caller }, reply) =>
      reply.send(searchPortal(gateways(), caller, q, limit)),
  )
}

function resourceListRoute(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: Static<typeof ofGateway>; Querystring: Static<typeof resourcesQuery> }>(
    '/api/v1/portal/gateways/:gateway/resources',
    {
      schema: { params: ofGateway, querystring: resourcesQuery },
      config: {
        access,
        summary: 'The resources of a gateway that a stage serves.',
        answer: { example: resourceListExample },
      },
    },
    ({ params, query, caller }, reply) => {
      const { stage, label, search } = query
      const { resources } = gatewayOf(portal, params.gateway, caller)
      const wanted = resources.filter(
        ({ stages, said }) =>
          (stage === undefined || stages.includes(stage)) &&
          (label === undefined || said.labels.includes(label)),
      )
      const found = searched(wanted, search)
      return reply.send(pageAt('portal resources', found, query, resourceSummary))
    },
  )
}

function gatewayOf(
  { gateways }: Portal,
  name: string,
  caller: Caller,
): { readonly gateway: StoredGateway; readonly resources: readonly PortalResource[] } {
  const gateway = gateways().find((one) => one.name === name)
  if (gateway === undefined || !maySee(gateway, caller)) {
    throw notFound('gateway of this name that you may see')
  }
  return { gateway, resources: visibleResources(portalGateway(gateway), caller) }
}

function notFound(what: string): ApiProblem {
  return new ApiProblem('not_found', `There is no ${what}. /api/v1/portal/search finds others.`)
}

/** What it is on the stage asked for, else on the first that serves it. */
function shownOn(
  gateway: StoredGateway,
  entry: PortalResource,
  wanted: string | undefined,
): Pick<Parameters<typeof resourcePage>[0], 'release' | 'resource'> {
  const name = wanted ?? entry.stages[0]
  const release = gateway.stages.find((stage) => stage.name === name)?.release
  const resource = release?.resources.find((one) => one.name === entry.resource.name)
  if (release !== undefined && resource !== undefined) return { release, resource }
  const where = entry.stages.join(', ')
  throw new ApiProblem('unknown_stage', `No such stage serves this resource. These do: ${where}.`)
}

/** Best first; without words all, as they stand. */
function searched<Entry extends { readonly text: SearchText }>(
  entries: readonly Entry[],
  text: string | undefined,
): readonly Entry[] {
  const words = searchWords(text ?? '')
  if (words.words.length === 0) return entries
  return entries
    .flatMap((entry) => {
      const found = match(entry.text, words)
      return found === undefined ? [] : [{ entry, score: found.score }]
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

/** The cursor is a place in the list: what comes or goes meanwhile moves it by one. */
function pageAt<Entry>(
  list: string,
  entries: readonly Entry[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  show: (entry: Entry) => object,
): { readonly items: readonly object[]; readonly next: string | null } {
  const from = numberAt(list, cursor) ?? 0
  const numbered = entries.slice(from, from + limit + 1).map((entry, at) => ({
    entry,
    number: from + at + 1,
  }))
  const { items, next } = pageOfNumbered(list, numbered, limit, ({ number }) => number)
  return { items: items.map(({ entry }) => show(entry)), next }
}

function gatewaySummary(portal: PortalGateway, caller: Caller): object {
  const { gateway } = portal
  const { name, description, stages, documentation, public: isPublic } = gateway
  return {
    name,
    description,
    personsInCharge: personsInCharge(gateway),
    stages: stages.map((stage) => stage.name),
    deprecated: documentation.deprecated,
    public: isPublic,
    resources: visibleResources(portal, caller).length,
  }
}

function gatewayPage(
  gateway: StoredGateway,
  resources: readonly PortalResource[],
  addresses: GatewayAddresses,
): object {
  const { name, description, stages, documentation, public: isPublic } = gateway
  const labels = new Map<string, number>()
  for (const { said } of resources) {
    for (const label of said.labels) labels.set(label, (labels.get(label) ?? 0) + 1)
  }
  return {
    name,
    description,
    personsInCharge: personsInCharge(gateway),
    stages: stages.map((stage) => ({
      name: stage.name,
      description: stage.description,
      urls: stageUrls(addresses, name, stage.name),
    })),
    deprecated: documentation.deprecated,
    public: isPublic,
    resources: resources.length,
    labels: [...labels].map(([label, count]) => ({ label, resources: count })),
  }
}

function resourceSummary({ resource, said, isPublic, mayApply, stages }: PortalResource): object {
  const { name, method, path, auth } = resource
  const { summary, description, labels, deprecated, docs } = said
  return {
    name,
    method,
    path,
    summary,
    description,
    labels,
    deprecated,
    public: isPublic,
    stages,
    auth: { ...auth, mayApply: auth.permission && mayApply },
    documents: Object.keys(docs),
  }
}
