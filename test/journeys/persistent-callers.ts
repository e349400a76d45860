import { RawClient } from '../raw-client.ts'

/** Callers on kept connections, each with one request in flight, every request with an id of its own
 *  in path and body. A connection that breaks is replaced, and what was in flight on it is noted. */
export interface CallerReport {
  readonly sent: readonly string[]
  readonly answered: ReadonlySet<string>
  /** In flight on a connection that broke. */
  readonly cut: ReadonlySet<string>
  /** Answers that are not the right one for their request. */
  readonly wrong: readonly string[]
}

export interface CallerPlan {
  readonly port: number
  readonly connections: number
  readonly requests: number
  readonly pathPrefix: string
  /** Called after each answer with the number of answers so far. */
  progress(answered: number): void
}

export async function runCallers(plan: CallerPlan): Promise<CallerReport> {
  const sent: string[] = []
  const answered = new Set<string>()
  const cut = new Set<string>()
  const wrong: string[] = []

  async function oneCaller(): Promise<void> {
    let client = await RawClient.connect(plan.port)
    while (sent.length < plan.requests) {
      const id = `id-${sent.length}`
      sent.push(id)
      try {
        const answer = await client.send(requestOf(plan, id)).answer('POST')
        const isRight = answer.status === 200 && isEchoOf(id, answer.body)
        if (isRight) answered.add(id)
        else wrong.push(`${id}: ${answer.raw.slice(0, 500)}`)
        plan.progress(answered.size)
      } catch {
        cut.add(id) // the connection broke before the answer
        client.close()
        client = await RawClient.connect(plan.port)
      }
    }
    client.close()
  }

  await Promise.all(Array.from({ length: plan.connections }, oneCaller))
  return { sent, answered, cut, wrong }
}

function requestOf({ port, pathPrefix }: CallerPlan, id: string): string {
  const body = JSON.stringify({ id })
  return `POST ${pathPrefix}/${id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

function isEchoOf(id: string, text: string): boolean {
  const echo = JSON.parse(text) as { readonly path: string; readonly body: string }
  return echo.path === id && echo.body === JSON.stringify({ id })
}
