import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ConsoleFiles } from '../console-files.ts'
import { ApiProblem } from '../problem.ts'

/** The console: its page at each of its addresses, and the files that the page loads. */
const pages = ['/', '/diagnose', '/flow-log', '/r/:id', '/sign-in'] as const

export function consoleRoutes(app: FastifyInstance, files: ConsoleFiles): void {
  for (const url of pages) {
    app.get(url, { config: { access: 'open', summary: 'A page of the console.' } }, (_, reply) =>
      page(reply, files),
    )
  }
  const file = { config: { access: 'open', summary: 'A file of the console.' } } as const
  app.get<{ Params: { name: string } }>('/assets/:name', file, ({ params }, reply) =>
    // its name holds a hash of what is in it
    sent(reply, files, `/assets/${params.name}`, 'public, max-age=31536000, immutable'),
  )
  app.get('/favicon.svg', file, (_, reply) => sent(reply, files, '/favicon.svg', 'no-cache'))
}

function page(reply: FastifyReply, files: ConsoleFiles): FastifyReply {
  const found = files.page()
  if (found === undefined) {
    const detail = 'The console is not built here: run "npm run set-up" in the checkout.'
    throw new ApiProblem('not_found', detail)
  }
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', found.policy)
    .send(found.html)
}

function sent(
  reply: FastifyReply,
  files: ConsoleFiles,
  path: string,
  caching: string,
): FastifyReply {
  const found = files.file(path)
  if (found === undefined) throw new ApiProblem('not_found', 'The console has no such file.')
  return reply.type(found.type).header('cache-control', caching).send(found.bytes)
}
