import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ControlDatabase } from '../storage/control-database.ts'
import { findAnswer, keepAnswer } from '../storage/idempotency-keys.ts'
import { ApiProblem } from './problem.ts'

/** `Idempotency-Key`: a creation that is sent again, because its answer got lost, is answered as before and
 *  creates nothing twice. A key belongs to its caller and to one request, for a day. */
export interface Created {
  readonly location: string
  readonly etag: string
  readonly body: object
}

export class IdempotentCreations {
  readonly #database: ControlDatabase
  readonly #underWay = new Set<string>()

  constructor(database: ControlDatabase) {
    this.#database = database
  }

  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    create: () => Promise<Created>,
  ): Promise<FastifyReply> {
    const key = keyOf(request)
    if (key === undefined) return send(reply, answerOf(await create()))
    const caller = request.caller.name
    const place = `${caller}\n${key}`
    if (this.#underWay.has(place)) {
      const detail = 'Wait for its answer; a moment later this key gives the same.'
      throw new ApiProblem('key_in_use', detail)
    }
    this.#underWay.add(place)
    try {
      return send(reply, await this.#once(request, { caller, key }, create))
    } finally {
      this.#underWay.delete(place)
    }
  }

  async #once(
    request: FastifyRequest,
    by: { readonly caller: string; readonly key: string },
    create: () => Promise<Created>,
  ): Promise<Answer> {
    const asked = requestHash(request)
    const known = await findAnswer(this.#database, by.caller, by.key, Date.now())
    if (known === undefined) {
      const answer = answerOf(await create())
      await keepAnswer(this.#database, { ...by, ...answer, request: asked, atMs: Date.now() })
      return answer
    }
    if (known.request === asked) {
      return { ...known, fields: { ...known.fields, 'idempotency-replayed': 'true' } }
    }
    const detail = 'It was sent with another path or body before. Take a new key for a new request.'
    throw new ApiProblem('key_reused', detail)
  }
}

interface Answer {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
}

function answerOf({ location, etag, body }: Created): Answer {
  return { status: 201, fields: { location, etag }, body: JSON.stringify(body) }
}

function send(reply: FastifyReply, { status, fields, body }: Answer): FastifyReply {
  return reply.code(status).headers(fields).type('application/json; charset=utf-8').send(body)
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const sent = headers['idempotency-key']
  if (sent === undefined) return undefined
  if (typeof sent === 'string' && /^[!-~]{1,128}$/.test(sent)) return sent
  const detail = 'Idempotency-Key: 1 to 128 characters without blanks, such as a UUID.'
  throw new ApiProblem('invalid_parameter', detail)
}

function requestHash({ method, url, body }: FastifyRequest): string {
  const hash = createHash('sha256').update(`${method} ${url}\n`)
  return hash.update(Buffer.isBuffer(body) ? body : '').digest('hex')
}
