import { gatewayExample, gatewaysExample, stagesExample } from './gateway-examples.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { StoredGateway, StoredStage } from '../../definition/control-state.ts'
import type { Applier } from '../applier.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { withoutSecrets } from '../without-secrets.ts'

/** `/api/v1/gateways`: what is defined now, and which release of each stage is served. */
export const gatewayName = plainText(64, 'Name of the gateway.')
export const stageName = plainText(64, 'Name of the stage.')

const parameters = Type.Object({ gateway: gatewayName })
interface OfGateway {
  Params: Static<typeof parameters>
}

export function gatewayRoutes(app: FastifyInstance, applier: Applier): void {
  app.get(
    '/api/v1/gateways',
    {
      config: {
        access: 'signed-in',
        summary: 'Every gateway that I may view, with its stages.',
        answer: { example: gatewaysExample },
      },
    },
    ({ caller }, reply) => {
      const inView = applier.state.gateways.filter(({ name }) => caller.mayView(name))
      return reply.send({ items: inView.map(gatewaySummary), next: null })
    },
  )
  app.get<OfGateway>(
    '/api/v1/gateways/:gateway',
    {
      schema: { params: parameters },
      config: {
        access: 'viewer',
        summary: 'One gateway: backends, resources, stages, grants.',
        answer: { example: gatewayExample },
      },
    },
    (request, reply) => {
      const gateway = gatewayOf(applier, request.params.gateway)
      const { backends, resources, grants } = gateway
      const parts = { backends, resources, grants }
      return reply.send({ ...gatewaySummary(gateway), ...Object(withoutSecrets(parts)) })
    },
  )
  app.get<OfGateway>(
    '/api/v1/gateways/:gateway/stages',
    {
      schema: { params: parameters },
      config: {
        access: 'viewer',
        summary: 'The stages of a gateway, and the release of each that is served.',
        answer: { example: stagesExample },
      },
    },
    (request, reply) => {
      const { stages } = gatewayOf(applier, request.params.gateway)
      return reply.send({ items: stages.map(stageSummary), next: null })
    },
  )
}

function gatewayOf(applier: Applier, name: string): StoredGateway {
  const gateway = applier.state.gateways.find((one) => one.name === name)
  if (gateway !== undefined) return gateway
  throw new ApiProblem('not_found', `There is no gateway of this name. /api/v1/gateways lists all.`)
}

function gatewaySummary(gateway: StoredGateway): object {
  const { name, description, public: isPublic, maintainers, viewers, stages } = gateway
  const people = { maintainers, viewers }
  return { name, description, public: isPublic, ...people, stages: stages.map(stageSummary) }
}

function stageSummary({ name, description, release }: StoredStage): object {
  return { name, description, release: { number: release.number, hash: release.hash } }
}
