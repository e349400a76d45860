import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ConsoleFile, ConsoleFiles } from '../console-files.ts'
import { ApiProblem } from '../problem.ts'

/** The console: its page at each of its addresses, and the files that the page loads. */
const pages = [
  '/',
  '/diagnose',
  '/overview',
  '/flow-log',
  '/r/:id',
  '/sign-in',
  '/set-up',
  '/set-password',
  '/welcome',
  '/gateways',
  '/gateways/*',
  '/alarms',
  '/audit',
  '/account',
  '/users',
  '/users/:user',
  '/nodes',
  '/settings',
  '/shared-record',
  '/docs',
  '/docs/*',
  '/apps',
  '/apps/*',
  '/approvals',
] as const

const ofConsole = { config: { access: 'open', isPage: true } } as const

export function consoleRoutes(app: FastifyInstance, files: ConsoleFiles): void {
  for (const url of pages) {
    app.get(url, ofConsole, (_, reply) => page(reply, files))
  }
  app.get<{ Params: { name: string } }>('/assets/:name', ofConsole, (request, reply) => {
    // its name holds a hash of what is in it
    reply.header('cache-control', 'public, max-age=31536000, immutable')
    return sent(request, reply, files.file(`/assets/${request.params.name}`))
  })
  app.get('/favicon.svg', ofConsole, (request, reply) => {
    reply.header('cache-control', 'no-cache')
    return sent(request, reply, files.file('/favicon.svg'))
  })
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
  { headers }: FastifyRequest,
  reply: FastifyReply,
  file: ConsoleFile | undefined,
): FastifyReply {
  if (file === undefined) {
    reply.header('cache-control', 'no-store')
    throw new ApiProblem('not_found', 'The console has no such file.')
  }
  reply.type(file.type).header('vary', 'accept-encoding')
  const takesGzip = /\bgzip\b(?!;q=0(?:\.0*)?(?:,|$))/.test(headers['accept-encoding'] ?? '')
  if (!takesGzip) return reply.send(file.bytes)
  return reply.header('content-encoding', 'gzip').send(file.gzipped())
}
