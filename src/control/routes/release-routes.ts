import { shownHash } from '../keyed-hash.ts'
import { diffExample, releaseExample, releasesExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { releaseDiff } from '../../definition/release-diff.ts'
import type { HashedContent } from '../../definition/release-content.ts'
import type { Release } from '../../model/release.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import {
  findRelease,
  listReleases,
  type ReleaseEntry,
  type StageName,
} from '../../storage/release-history.ts'
import type { Applier } from '../applier.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { ApiProblem } from '../problem.ts'
import { comparedWithoutSecrets, withoutSecrets } from '../without-secrets.ts'
import { gatewayName, stageName } from './gateway-routes.ts'

/** `…/stages/{stage}/releases`: every release that a stage ever had, what it held, and what changed. */
const path = '/api/v1/gateways/:gateway/stages/:stage/releases'

const stage = { gateway: gatewayName, stage: stageName }
/** Beyond it is no number of PostgreSQL's integer. */
export const mostReleases = 2_147_483_647
const number = Type.Integer({ minimum: 1, maximum: mostReleases, description: 'Of the release.' })
const stageParameters = Type.Object(stage)
const releaseParameters = Type.Object({ ...stage, number })

const listQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})
const diffQuery = Type.Object({
  against: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: mostReleases,
      description: 'Number of the release to compare with, default the one before; 0: nothing.',
    }),
  ),
})

interface OfRelease {
  Params: Static<typeof releaseParameters>
}

export function releaseRoutes(
  app: FastifyInstance,
  applier: Applier,
  database: ControlDatabase,
): void {
  app.route<{ Params: StageName; Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url: path,
    schema: { params: stageParameters, querystring: listQuery },
    config: {
      access: 'viewer',
      summary: 'Every release of a stage, newest first.',
      answer: { example: releasesExample },
    },
    handler: async ({ params, query: { limit, cursor } }) => {
      const list = `releases ${params.gateway} ${params.stage}`
      const before = numberAt(list, cursor)
      const found = await listReleases(database, params, { before, limit: limit + 1 })
      if (found.length === 0 && before === undefined) throw noStage(params)
      const page = pageOfNumbered(list, found, limit, (release) => release.number)
      const live = liveNumber(applier, params)
      return { ...page, items: page.items.map((release) => entry(release, live)) }
    },
  })
  app.route<OfRelease>({
    method: 'GET',
    url: `${path}/:number`,
    schema: { params: releaseParameters },
    config: {
      access: 'viewer',
      summary: 'One release with what it holds.',
      answer: { example: releaseExample },
    },
    handler: async ({ params }) => {
      const release = await releaseOf(database, params, params.number)
      const content = withoutSecrets(JSON.parse(release.content))
      return { ...entry(release, liveNumber(applier, params)), content }
    },
  })
  diffRoute(app, database)
}

function diffRoute(app: FastifyInstance, database: ControlDatabase): void {
  app.route<OfRelease & { Querystring: Static<typeof diffQuery> }>({
    method: 'GET',
    url: `${path}/:number/diff`,
    schema: { params: releaseParameters, querystring: diffQuery },
    config: {
      access: 'viewer',
      summary: 'What a release changed: resources, backends, plugins, settings by field.',
      answer: { example: diffExample },
    },
    handler: async ({ params, query }) => {
      const against = query.against ?? (await numberBefore(database, params))
      const after = await releaseOf(database, params, params.number)
      const before = against === 0 ? undefined : await releaseOf(database, params, against)
      const parts = [before === undefined ? {} : contentOf(before), contentOf(after)]
      const diff = comparedWithoutSecrets(parts, ([one = {}, other = {}]) =>
        releaseDiff(one, other),
      )
      const same = before?.hash === after.hash
      return { number: params.number, against, same, ...Object(diff) }
    },
  })
}

/** As workers are told it. */
export async function wholeRelease(
  database: ControlDatabase,
  name: StageName,
  wanted: number,
): Promise<Release> {
  const { gateway, stage: of, hash, content, number: is } = await releaseOf(database, name, wanted)
  const whole = JSON.parse(content) as HashedContent // its hash was checked
  return { gateway, stage: of, number: is, hash, ...whole }
}

/** 0: it is the first that is kept. */
async function numberBefore(
  database: ControlDatabase,
  params: StageName & { readonly number: number },
): Promise<number> {
  const [older] = await listReleases(database, params, { before: params.number, limit: 1 })
  return older?.number ?? 0
}

type FoundRelease = NonNullable<Awaited<ReturnType<typeof findRelease>>>

async function releaseOf(
  database: ControlDatabase,
  name: StageName,
  wanted: number,
): Promise<FoundRelease> {
  const found = await findRelease(database, name, wanted)
  if (found !== undefined) return found
  const { gateway, stage: of } = name
  const list = `/api/v1/gateways/${gateway}/stages/${of}/releases`
  throw new ApiProblem(
    'not_found',
    `There is no release ${wanted} of this stage. ${list} lists all.`,
  )
}

function contentOf({ content }: FoundRelease): HashedContent {
  return JSON.parse(content) as HashedContent // its hash was checked
}

function liveNumber({ state }: Applier, name: StageName): number | undefined {
  const gateway = state.gateways.find((one) => one.name === name.gateway)
  return gateway?.stages.find((one) => one.name === name.stage)?.release.number
}

function entry(release: ReleaseEntry, live: number | undefined): object {
  const { number: is, hash, madeAtMs, madeBy, comment } = release
  const madeAt = new Date(madeAtMs).toISOString()
  return { number: is, hash: shownHash(hash), madeAt, madeBy, comment, live: is === live }
}

function noStage({ gateway }: StageName): ApiProblem {
  const list = `/api/v1/gateways/${gateway}/stages`
  return new ApiProblem(
    'not_found',
    `There is no such stage, nor was there one. ${list} lists all.`,
  )
}
