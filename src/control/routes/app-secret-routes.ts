import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Applier } from '../applier.ts'
import { secretIdOf, shownSecrets } from '../apps/app-view.ts'
import { appOf, planSecretDeleted, planSecretMade } from '../apps/plan-app.ts'
import { authorOf } from '../request-author.ts'
import { newSecret } from '../people/secret-text.ts'
import { plainText } from '../plain-text.ts'
import { appCode } from './app-routes.ts'

/** `/api/v1/apps/{app}/secrets`: two at once, so that one can take the place of the other while nobody
 *  is refused. A secret is shown when it is made and never again; its SHA-256 is all that is kept. */
const ofApp = Type.Object({ app: appCode })
const ofSecret = Type.Object({ app: appCode, id: plainText(64, 'Id of the secret.') })
interface OfApp {
  Params: Static<typeof ofApp>
}

const url = '/api/v1/apps/:app/secrets'
const made = { id: '3f2a91c05b7d', createdAt: '2026-11-30T18:00:00.000Z' }

export function appSecretRoutes(app: FastifyInstance, applier: Applier): void {
  app.route<OfApp>({
    method: 'GET',
    url,
    schema: { params: ofApp },
    config: {
      access: 'app-owner',
      summary: 'The secrets of an application, by the beginning of their SHA-256.',
      answer: { example: { items: [made], next: null } },
    },
    handler: async ({ params }) => {
      return { items: shownSecrets(appOf(applier.state, params.app)), next: null }
    },
  })
  app.route<OfApp>({
    method: 'POST',
    url,
    bodyLimit: 1_024,
    schema: { params: ofApp },
    config: {
      access: 'app-owner',
      summary: 'Makes a secret, shown this once. Two at most are valid at a time.',
      problems: ['two_secrets', 'storage_failed'],
      bodiless: true,
      answer: { status: 201, example: { ...made, secret: 'fla_…, shown once' } },
    },
    handler: async (request, reply) => {
      const { text: secret, hash } = newSecret('app')
      const atMs = Date.now()
      await applier.change(
        (state) => planSecretMade(state, appOf(state, request.params.app), { hash, atMs }),
        authorOf(request),
      )
      reply.code(201)
      return { id: secretIdOf(hash), secret, createdAt: new Date(atMs).toISOString() }
    },
  })
  ending(app, applier)
}

function ending(app: FastifyInstance, applier: Applier): void {
  app.route<{ Params: Static<typeof ofSecret> }>({
    method: 'DELETE',
    url: `${url}/:id`,
    schema: { params: ofSecret },
    config: {
      access: 'app-owner',
      summary: 'Ends a secret: no worker takes it any more when the answer comes.',
      problems: ['storage_failed'],
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      const { app: code, id } = request.params
      const plan = (state: Applier['state']) => planSecretDeleted(state, appOf(state, code), id)
      await applier.change(plan, authorOf(request))
      return await reply.code(204).send()
    },
  })
}
