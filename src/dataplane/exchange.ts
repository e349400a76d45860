/** One request with its answer in flight: what plugins see (model Exchange) and what the phases
 *  write down for the record. Holds facts and state, decides nothing. */
import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { BackendEdits, Exchange, Identity, RequestView } from '../model/exchange.ts'
import type { AnsweredBy, EndedBy } from '../model/flow-record.ts'
import { HeaderEdits } from '../model/header-edits.ts'
import type { Release, Resource } from '../model/release.ts'
import type { LiveAttempt } from './attempt.ts'
import type { BackendConnection } from './backend-connection.ts'
import type { Endpoint } from './balancer.ts'
import type { ClientConnection } from './client-connection.ts'
import type { RequestBody } from './request-body.ts'
import type { Route } from './route.ts'
import type { KnownPath } from './routing.ts'
import type { Worker } from './worker-context.ts'

/** A decision not to go on, as a value: throwing would cost a stack trace for every 401. */
export interface Refusal {
  readonly key: ErrorKey
  readonly facts: Facts
  /** Rendered header lines that belong to this refusal (`Allow`). */
  readonly headerLines?: string
}

export class LiveExchange implements Exchange {
  readonly worker: Worker
  readonly connection: ClientConnection
  readonly requestId: string
  readonly startMs: number
  readonly timestamp: number
  readonly identity: Identity = {
    appCode: '',
    appVerified: false,
    appReason: '',
    username: '',
    userVerified: false,
    userReason: '',
    location: '',
    memo: undefined,
  }
  readonly toBackend: BackendEdits = {
    header: new HeaderEdits(),
    query: undefined,
    body: undefined,
  }
  readonly toCaller = new HeaderEdits()
  readonly attempts: LiveAttempt[] = []
  /** Endpoints that failed this exchange. */
  tried: readonly Endpoint[] = noEndpoints

  /** Where the path is one that was asked for before. */
  known: KnownPath | undefined
  route: Route | undefined
  /** Encoded as received; '' before match. */
  path = ''
  gatewayName = ''
  stageName = ''
  variables: readonly string[] = []
  rest = ''
  /** Value of Upgrade, where the resource allows a tunnel. */
  upgradeAsked = ''
  sinkSlot = -1

  matchedMs = -1
  admittedMs = -1
  answeredMs = -1
  endMs = -1

  /** `X-Request-ID` sent both ways. */
  callerRequestId = ''
  /** Both id fields, rendered once for both directions. */
  idLines = ''
  traceparent = ''
  /** The caller sent a traceparent of its own. */
  sentTraceparent = false
  /** By the plugin's place, of those that did more than let the request go on at once. */
  pluginNotes: string[] | undefined
  pluginsRun = 0
  retriesUsed = 0
  totalDeadlineMs = 0
  backend: BackendConnection | undefined
  cancelConnect: (() => void) | undefined
  backendPath = ''
  backendMethod = ''

  status = 0
  answeredBy: AnsweredBy = 'none'
  headSent = false
  /** Plugins had their word about the answer's head. */
  answerEdited = false
  complete = false
  isOver = false
  chunkedToCaller = false
  closeAfter = false
  answerTrailers = ''
  responseSize = 0
  responseStart: Buffer | undefined
  backendHeaders: readonly (readonly [string, string])[] = noFields
  error: Refusal | undefined
  errorMessage = ''
  refusalBody = ''
  endedBy: EndedBy = ''
  callerIsSlow = false

  constructor(worker: Worker, connection: ClientConnection, requestId: string, startMs: number) {
    this.worker = worker
    this.connection = connection
    this.requestId = requestId
    this.startMs = startMs
    this.timestamp = worker.clock.epochOf(startMs)
  }

  get request(): RequestView {
    return this.connection.request
  }

  get method(): string {
    return this.connection.head.method
  }

  get body(): RequestBody {
    return this.connection.body
  }

  get client(): { readonly address: string; readonly family: 'ipv4' | 'ipv6' } {
    return this.connection.client
  }

  get release(): Release {
    return matched(this.route).release
  }

  get resource(): Resource {
    return matched(this.route).resource
  }

  get lastAttempt(): LiveAttempt | undefined {
    return this.attempts.at(-1)
  }
}

const noEndpoints: readonly Endpoint[] = []
const noFields: readonly (readonly [string, string])[] = []

function matched(route: Route | undefined): Route {
  if (route === undefined) throw new Error('plugins run only after a resource matched')
  return route
}
