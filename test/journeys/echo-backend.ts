import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Owner } from '../clean-up.ts'
import { listeningPort } from '../program.ts'

/** A backend that answers what it got, and remembers how often it got each id. */
export interface EchoBackend {
  readonly url: string
  /** Id in the path → how often a whole request with it arrived. */
  readonly seen: ReadonlyMap<string, number>
  /** Requests whose body did not hold the id of their path. */
  readonly mixedUp: readonly string[]
}

export async function echoBackend(owner: Owner): Promise<EchoBackend> {
  const seen = new Map<string, number>()
  const mixedUp: string[] = []
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, answer) => {
    let body = ''
    request.setEncoding('latin1')
    request.on('data', (text: string) => (body += text))
    request.on('end', () => echo(request, body, answer))
  })

  function echo(request: IncomingMessage, body: string, answer: ServerResponse): void {
    const id = request.url?.split('/').at(-1) ?? ''
    seen.set(id, (seen.get(id) ?? 0) + 1)
    if (!body.includes(`"${id}"`)) mixedUp.push(`${id}: ${body}`)
    answer.setHeader('content-type', 'application/json')
    answer.end(JSON.stringify({ path: id, body, release: request.headers['x-release'] ?? '' }))
  }

  const port = await listeningPort(server)
  owner.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}`, seen, mixedUp }
}
