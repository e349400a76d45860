import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { FlowLog } from '../../flowlog/flow-log.ts'
import type { FollowedBatch } from '../../flowlog/tail/followed-records.ts'
import type { Caller } from '../caller.ts'
import { EventClient, frameOf } from '../events/event-client.ts'
import type { EventBus } from '../events/event-bus.ts'
import { EventHub, type Listener } from '../events/event-hub.ts'
import { ApiProblem } from '../problem.ts'
import { scopeOf } from '../record-access.ts'
import { answered } from './flow-filter.ts'

/** `GET /api/v1/events`: what happens, as it happens (server-sent events). */
const knownTopics = ['flow-records', 'releases', 'workers', 'alarms'] as const

const query = Type.Object({
  topics: Type.String({ maxLength: 128, description: `Some of ${knownTopics.join(', ')}.` }),
  gateway: Type.Optional(Type.String({ maxLength: 64, description: 'Only of this gateway.' })),
  stage: Type.Optional(Type.String({ maxLength: 64, description: 'Flow records of this stage.' })),
  query: Type.Optional(
    Type.String({ maxLength: 4_096, description: 'Of flow records: a log query.' }),
  ),
})
interface Asked {
  Querystring: Static<typeof query>
}

/** Of flow records; each costs the log engine time. */
const mostFollowers = 16

export interface EventParts {
  readonly bus: EventBus
  readonly flowLog: FlowLog
  /** Who sends the request, asked again while it runs. Rejects where nobody known does. */
  readonly identify: (request: FastifyRequest) => Promise<Caller>
}

export function eventRoutes(app: FastifyInstance, parts: EventParts): void {
  const hub = new EventHub(parts.bus)
  const followers = { count: 0 }
  app.addHook('preClose', async () => hub.close())
  app.route<Asked>({
    method: 'GET',
    url: '/api/v1/events',
    exposeHeadRoute: false, // it would never end
    schema: { querystring: query },
    config: {
      access: 'signed-in',
      summary: 'Flow records, releases, workers and alarms as they happen: server-sent events.',
      problems: ['invalid_query', 'too_many_listeners'],
      answer: {
        type: 'text/event-stream',
        example:
          'event: worker\ndata: {"at":1796068603855,"index":0,"state":"running","restarts":0,"lastFailure":""}\n\n',
      },
    },
    handler: async (request, reply) => {
      const topics = topicsIn(request.query.topics)
      hub.requireRoom(request.caller)
      await listen(request, reply, { topics, hub, followers, parts })
    },
  })
}

function topicsIn(text: string): ReadonlySet<string> {
  const topics = text.split(',').map((topic) => topic.trim())
  const unknown = topics.find((topic) => !knownTopics.some((known) => known === topic))
  if (unknown === undefined) return new Set(topics)
  const detail = `topics: there is no "${unknown.slice(0, 64)}"; there are ${knownTopics.join(', ')}.`
  throw new ApiProblem('invalid_parameter', detail)
}

interface Listening {
  readonly topics: ReadonlySet<string>
  readonly hub: EventHub
  readonly followers: { count: number }
  readonly parts: EventParts
}

async function listen(
  request: FastifyRequest<Asked>,
  reply: FastifyReply,
  { topics, hub, followers, parts }: Listening,
): Promise<void> {
  const client = new EventClient(reply.raw)
  const records = topics.has('flow-records')
    ? new FollowedForClient(request.query, client, followers, parts.flowLog)
    : undefined
  await answered(async () => records?.follow(request.caller))
  const listener: Listener = {
    client,
    topics,
    gateway: request.query.gateway,
    identify: async () => await parts.identify(request),
    onRights: (caller) => records?.follow(caller),
    onGone: () => records?.stop(),
  }
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  reply.raw.writeHead(200, eventHeaders)
  reply.raw.on('close', () => hub.remove(listener))
  reply.raw.on('error', () => undefined) // `close` follows
  const lastId = request.headers['last-event-id']
  if (reply.raw.destroyed) return records?.stop()
  hub.add(listener, request.caller, typeof lastId === 'string' ? lastId.slice(0, 64) : '')
}

const eventHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no', // nginx would wait until it has 4 KiB
} as const

/** The flow records of one stream: those that its caller may see at the moment. */
class FollowedForClient {
  readonly #asked: Static<typeof query>
  readonly #client: EventClient
  readonly #followers: { count: number }
  readonly #flowLog: FlowLog
  #scope = ''
  #stop: (() => void) | undefined

  constructor(
    asked: Static<typeof query>,
    client: EventClient,
    followers: { count: number },
    flowLog: FlowLog,
  ) {
    this.#asked = asked
    this.#client = client
    this.#followers = followers
    this.#flowLog = flowLog
  }

  /** Begins, or begins anew where the caller's rights are others. Throws where the query cannot be
   *  understood, or asks for what this caller is not shown. */
  follow(caller: Caller): void {
    const { topics: _, ...filter } = this.#asked
    const scope = scopeOf(caller, filter.gateway)
    const text = JSON.stringify(scope) ?? 'all'
    if (text === this.#scope) return
    this.stop()
    if (this.#followers.count >= mostFollowers) {
      const detail = `${mostFollowers} follow flow records already; end another stream first.`
      throw new ApiProblem('too_many_listeners', detail)
    }
    this.#stop = this.#flowLog.follow({
      filter: scope === undefined ? filter : { ...filter, scope },
      onBatch: (batch) => this.#pass(batch),
      onGap: () => this.#client.send(frameOf('gap', { reason: engineGone })),
    })
    this.#scope = text
    this.#followers.count += 1
  }

  stop(): void {
    if (this.#stop === undefined) return
    this.#stop()
    this.#stop = undefined
    this.#followers.count -= 1
  }

  #pass({ texts, dropped, unseen }: FollowedBatch): void {
    const client = this.#client
    client.drop('matched', dropped)
    client.drop('unseen', unseen)
    if (texts.length === 0) return
    const sent = client.sendSome(texts.map((record) => frameOf('flow-record', record)))
    client.drop('slow', texts.length - sent)
  }
}

const engineGone = 'The log engine is started again: records of a moment may be missing here.'
