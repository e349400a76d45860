import type { FastifyInstance } from 'fastify'
import type { Publication } from '../../model/release.ts'
import type { Health } from '../health.ts'
import type { NodeStores } from '../node-stores.ts'
import type { WorkerState } from '../../carrier/worker-state.ts'

/** `/api/v1/nodes`: the machines that serve, what each of their workers does, and what they serve. One server
 *  is one node. */
export interface Nodes {
  /** Its name in records. */
  readonly name: string
  readonly health: () => Health
  readonly workers: () => readonly Pick<WorkerState, 'state'>[]
  readonly publication: () => Publication
  readonly stores: () => Promise<NodeStores>
}

const example = {
  items: [
    {
      node: 'gateway-1',
      status: 'ok',
      version: '0.1.0',
      publication: { version: 7, releases: 3 },
      workers: [{ index: 0, state: 'running', restarts: 0, lastFailure: '' }],
      logEngine: { state: 'running', restarts: 0 },
      controlPlane: { restarts: 0 },
      flowLog: { dropped: 0, gaps: 0 },
      limiter: { evicted: 0, uncounted: 0 },
      spool: { bytes: 4_096, lagSeconds: 0 },
      log: { files: 3, bytes: 2_400_000, problem: '' },
      store: { kind: 'sqlite', state: 'ok' },
    },
  ],
  next: null,
}

export function nodeRoutes(app: FastifyInstance, nodes: Nodes): void {
  app.get(
    '/api/v1/nodes',
    {
      config: {
        summary: 'Each node: its workers and why one ended, what it serves, and how its stores do.',
        answer: { example },
      },
    },
    async (_request, reply) => {
      const stores = await nodes.stores()
      return await reply.send({ items: [{ ...shown(nodes), ...stores }], next: null })
    },
  )
}

function shown({ name, health, workers, publication }: Nodes): object {
  const { status, version, logEngine, controlPlane, flowLog } = health()
  const { version: number, releases } = publication()
  return {
    node: name,
    status,
    version,
    publication: { version: number, releases: releases.length },
    workers: workers(),
    logEngine,
    controlPlane,
    flowLog,
  }
}
