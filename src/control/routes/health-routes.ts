import type { FastifyInstance } from 'fastify'
import type { NodeStores } from '../node-stores.ts'
import { type Health, isReady } from '../health.ts'

/** `/healthz` and `/metrics`: for load balancers and monitoring. */
export interface Monitored {
  health(): Health
  /** Prometheus text format. */
  metrics(): Promise<string>
  /** How the places do where it keeps something. */
  stores(): Promise<NodeStores>
}

export function healthRoutes(app: FastifyInstance, server: Monitored): void {
  app.get(
    '/healthz',
    {
      config: {
        access: 'open',
        summary:
          '200 once the gateway listens and every file is live, else 503 with the same body.',
        answer: { example: healthExample },
      },
    },
    (_request, reply) => {
      const health = server.health()
      return reply.code(isReady(health) ? 200 : 503).send(health)
    },
  )
  app.route({
    method: 'GET',
    url: '/metrics',
    config: {
      access: 'loopback',
      summary: 'Counts and times in the Prometheus text format.',
      answer: { type: 'text/plain', example: '# TYPE faultline_worker_up gauge\n' },
    },
    handler: async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await server.metrics()),
  })
}

const healthExample: Health = {
  status: 'ok',
  version: '0.1.0',
  workers: [{ index: 0, state: 'running', restarts: 0 }],
  logEngine: { state: 'running', restarts: 0 },
  controlPlane: { restarts: 0 },
  flowLog: { dropped: 0, gaps: 0 },
}
