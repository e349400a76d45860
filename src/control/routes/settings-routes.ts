import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { chosen } from '../../model/bilingual.ts'
import type { ToldSetting } from '../../model/told-setting.ts'
import { languageOf, languageParameter } from '../request-language.ts'

/** `/api/v1/settings`: what this server was started with; for administrators, and without secrets. */
const query = Type.Object({ lang: languageParameter })

export function settingsRoutes(
  app: FastifyInstance,
  settings: () => Promise<readonly ToldSetting[]>,
): void {
  app.get<{ Querystring: Static<typeof query> }>(
    '/api/v1/settings',
    {
      schema: { querystring: query },
      config: {
        summary: 'What this server was started with and where each value comes from; no secret.',
        answer: { example },
      },
    },
    async (request, reply) => {
      const language = languageOf(request)
      const items = (await settings()).map((told) => ({
        ...told,
        help: chosen(told.help, language),
      }))
      return await reply.send({ items, next: null })
    },
  )
}

const example = {
  items: [
    {
      flag: '--listen',
      environment: 'FAULTLINE_LISTEN',
      value: '0.0.0.0:8800',
      from: 'environment',
      help: 'address of the gateway; port 0 picks a free one (--gateway is an alias)',
    },
  ],
  next: null,
}
