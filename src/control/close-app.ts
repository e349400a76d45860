import type { FastifyInstance } from 'fastify'

/** Answers under way get a second; a client that reads slowly cannot hold up the end. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), 1_000)
  await app.close()
  clearTimeout(timer)
}
