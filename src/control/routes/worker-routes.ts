import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { ApiProblem } from '../problem.ts'

/** The worker threads of this node, for an operator who must get rid of one that hangs. */
export interface Workers {
  /** false: there is no such worker. */
  kill(index: number): boolean
}

const parameters = Type.Object({
  index: Type.Integer({ minimum: 0, description: 'Number of the worker, from 0.' }),
})

export function workerRoutes(app: FastifyInstance, workers: Workers): void {
  app.post<{ Params: Static<typeof parameters> }>(
    '/api/v1/workers/:index/restart',
    {
      schema: { params: parameters },
      config: {
        summary: 'Ends a worker at once, as a crash would, and starts another.',
        bodiless: true,
        answer: { status: 202, example: { worker: 0, state: 'restarting' } },
      },
    },
    (request, reply) => {
      if (!workers.kill(request.params.index)) {
        throw new ApiProblem('not_found', `There is no worker ${request.params.index}.`)
      }
      return reply.code(202).send({ worker: request.params.index, state: 'restarting' })
    },
  )
}
