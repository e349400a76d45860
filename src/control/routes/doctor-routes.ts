import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { examine } from '../doctor/examine.ts'
import type { ExaminedPlace } from '../doctor/examined-place.ts'
import { languageOf, languageParameter } from '../request-language.ts'

/** What the server finds out about itself and its machine, for `faultline doctor`. */
export type Examined = (mayProbe: boolean) => ExaminedPlace

const query = Type.Object({
  lang: languageParameter,
  probe: Type.Optional(
    Type.Boolean({ description: 'false: no connection to a backend is made (default true).' }),
  ),
})

export function doctorRoutes(app: FastifyInstance, examined: Examined): void {
  app.get<{ Querystring: Static<typeof query> }>(
    '/api/v1/doctor',
    {
      schema: { querystring: query },
      config: {
        summary: 'Examines the server and its machine; takes up to 3 s.',
        answer: { example: doctorExample },
      },
    },
    async (request, reply) => {
      const language = languageOf(request) === 'zh' ? 1 : 0
      const place = examined(request.query.probe ?? true)
      const findings = (await examine(place)).map(({ group, key, level, sentence, advice }) => ({
        group,
        key,
        level,
        sentence: sentence[language],
        advice: advice?.[language] ?? '',
      }))
      return await reply.send({ gateway: place.running?.gatewayUrl ?? '', findings })
    },
  )
}

const doctorExample = {
  gateway: 'http://127.0.0.1:8800',
  findings: [
    {
      group: 'server',
      key: 'workers_running',
      level: 'ok',
      sentence: 'Running workers: 2; none was ever restarted.',
      advice: '',
    },
  ],
}
