import type { FastifyInstance } from 'fastify'
import type { ToldSetting } from '../../model/told-setting.ts'

/** `/api/v1/settings`: what this server was started with; for administrators, and without secrets. */
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

export function settingsRoutes(app: FastifyInstance, settings: readonly ToldSetting[]): void {
  app.get(
    '/api/v1/settings',
    {
      config: {
        summary: 'What this server was started with and where each value comes from; no secret.',
        answer: { example },
      },
    },
    (_request, reply) => reply.send({ items: settings, next: null }),
  )
}
