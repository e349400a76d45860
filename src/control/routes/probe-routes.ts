import { probeExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { didYouMean } from '../../definition/nearest-word.ts'
import type { Release } from '../../model/release.ts'
import type { NameResolver } from '../../network/resolver.ts'
import { probeStage } from '../preflight/probe-stage.ts'
import { probeTurns } from '../preflight/probe-turns.ts'
import { ApiProblem, type ProblemKey } from '../problem.ts'
import { languageOf, languageParameter } from '../request-language.ts'

/** `POST /api/v1/gateways/{gateway}/stages/{stage}/probe`: the hosts of a stage, looked at from here. */
export interface Probed {
  /** What is served. */
  releases(): readonly Release[]
  readonly resolver: NameResolver
}

const params = Type.Object({
  gateway: Type.String({ maxLength: 128, description: 'Name of the gateway.' }),
  stage: Type.String({ maxLength: 128, description: 'Name of the stage.' }),
})

const query = Type.Object({
  backend: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: 'Only the hosts of this backend.' }),
  ),
  lang: languageParameter,
})

interface Asked {
  Params: Static<typeof params>
  Querystring: Static<typeof query>
}

export function probeRoutes(app: FastifyInstance, probed: Probed): void {
  const inTurn = probeTurns('probes')
  app.route<Asked>({
    method: 'POST',
    url: '/api/v1/gateways/:gateway/stages/:stage/probe',
    schema: { params, querystring: query },
    config: {
      access: 'maintainer',
      summary:
        "Tries the hosts of a stage from the gateway's machine: dns, tcp, tls, one GET / each; takes up to 20 s.",
      bodiless: true,
      answer: { example: probeExample },
      problems: ['unknown_gateway', 'unknown_stage', 'unknown_backend', 'too_many_probes'],
    },
    handler: async (request) => {
      const { backend } = request.query
      const release = releaseOf(probed.releases(), request.params, backend)
      const { resolver } = probed
      const probe = { release, backend, resolver, language: languageOf(request) }
      return await inTurn(() => probeStage(probe))
    },
  })
}

function releaseOf(
  releases: readonly Release[],
  { gateway, stage }: Asked['Params'],
  backend: string | undefined,
): Release {
  const stages = releases.filter((release) => release.gateway === gateway)
  if (stages.length === 0) {
    const known = releases.map((release) => release.gateway)
    throw unknownName('unknown_gateway', 'gateway', gateway, known)
  }
  const found = stages.find((release) => release.stage === stage)
  if (found === undefined) {
    const known = stages.map((release) => release.stage)
    throw unknownName('unknown_stage', `stage of ${gateway}`, stage, known)
  }
  const known = found.backends.map((each) => each.name)
  if (backend === undefined || known.includes(backend)) return found
  throw unknownName('unknown_backend', `backend of ${gateway}/${stage}`, backend, known)
}

/** Names listed where none is near. */
const mostListed = 10

function unknownName(
  key: ProblemKey,
  what: string,
  written: string,
  names: readonly string[],
): ApiProblem {
  const known = [...new Set(names)]
  const more = known.length > mostListed ? ' …' : ''
  const list = `There are: ${known.slice(0, mostListed).join(', ')}${more}.`
  const hint = didYouMean(written, known) || (known.length === 0 ? 'There is none.' : list)
  return new ApiProblem(key, `There is no ${what} named "${written}". ${hint}`)
}
