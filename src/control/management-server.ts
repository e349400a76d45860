import Fastify, {
  type FastifyContextConfig,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { QuestionRefused } from '../flowlog/question-refused.ts'
import { reasonsOf } from '../model/reason.ts'
import { StorageProblem } from '../storage/storage-problem.ts'
import { type Access, checkAccess, isOpenTo } from './access.ts'
import { type Caller, nobody } from './caller.ts'
import type { DocumentedBody } from './json-body.ts'
import type { DocumentedAnswer, DocumentedText, RouteDocument } from './openapi.ts'
import { checkNumbers, checkParameters } from './known-parameters.ts'
import { lateValidators } from './late-validators.ts'
import { byTokenOnly, type Identify } from './people/identify.ts'
import type { ProcessLog } from '../carrier/process-log.ts'
import { ApiProblem, type ProblemKey, problems, sendProblem } from './problem.ts'

/** The HTTP server of the management API: access, limits, security headers and problems, the same for
 *  every route. The routes themselves are one file a resource. */
declare module 'fastify' {
  interface FastifyContextConfig {
    /** Default: administrator. */
    access?: Access
    /** One sentence for /api/v1/openapi.json. */
    summary?: string
    /** A page of the console, or a file of it: no part of the API. */
    isPage?: boolean
    /** What it takes: JSON, or another text. */
    body?: DocumentedBody
    text?: DocumentedText
    /** Of a method that usually has one: it takes no body. */
    bodiless?: true
    answer?: DocumentedAnswer
    /** That it can answer with beside those of every route, of its parameters and of its access. */
    problems?: readonly ProblemKey[]
  }
  interface FastifyRequest {
    caller: Caller
  }
}

export interface ManagementServer {
  readonly app: FastifyInstance
  /** Every route so far, for the OpenAPI document. */
  readonly routes: readonly RouteDocument[]
}

/** A definition with 10,000 resources takes about 2 MB; routes lower it where they can. */
const bodyLimitBytes = 8 * 1_024 * 1_024
/** From the first byte of a request to its last: enough for 8 MiB on a slow line. */
const requestTimeoutMs = 30_000

/** `known`: how requests say who they are from; or the one token that is taken, where there are no people.
 *  `trustedProxies`: whose X-Forwarded-* fields are believed. */
export function managementServer(
  known: Identify | string,
  log: ProcessLog,
  trustedProxies: readonly string[] = [],
): ManagementServer {
  const identify = typeof known === 'string' ? byTokenOnly(known) : known
  const routes: RouteDocument[] = []
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    http: { connectionsCheckingInterval: 1_000 }, // Node looks only every 30 s otherwise
    keepAliveTimeout: 75_000, // above the 60 s of common load balancers, so that they close first
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    schemaController: { compilersFactory: lateValidators },
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    frameworkErrors: (_error, _request, reply) =>
      sendProblem(reply, new ApiProblem('malformed_request', 'The address is not a valid URL.')),
  })
  // Bodies are bytes: each route reads them as what it expects, whatever their type claims.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.addHook('onRoute', ({ method, url, config, schema }) => {
    routes.push(...documented(method, url, config, schema))
  })
  app.decorateRequest('caller')
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    request.caller = nobody
    const access = request.routeOptions.config.access ?? defaultAccess
    if (request.is404 || isOpenTo(request, access)) return
    request.caller = await identify(request)
    checkAccess(request, access)
  })
  app.addHook('preValidation', async (request) => checkParameters(request))
  app.addHook('preHandler', async (request) => checkNumbers(request))
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new ApiProblem('not_found', `There is no ${request.method} on this path.`)),
  )
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log))
  return { app, routes }
}

const defaultAccess: Access = 'administrator'

/** Pages run no script and load nothing; answers are neither framed, sniffed, nor kept. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: ProcessLog,
): FastifyReply {
  if (error instanceof StorageProblem) {
    const detail = 'The process log of the server says why.'
    const problem = new ApiProblem('storage_away', detail, {}, { cause: error })
    return answerError(problem, request, reply, log)
  }
  if (error instanceof ApiProblem) {
    const { status } = problems[error.key]
    if (status >= 500 && error.cause !== undefined) {
      const facts = { route: request.routeOptions.url ?? '', cause: reasonsOf(error.cause) }
      log.error(`a management request failed: ${error.key}`, facts) // the caller is not told the cause
    }
    return sendProblem(reply, error)
  }
  if (error instanceof QuestionRefused) {
    return sendProblem(reply, new ApiProblem('question_too_large', error.message))
  }
  const known = problemOf(error as FastifyError) // routes throw ApiProblem; the rest is Fastify's or a bug
  if (known !== undefined) return sendProblem(reply, known)
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.error('a management request failed', { route: request.routeOptions.url ?? '', stack })
  const detail = 'This is a defect of the server; its process log holds the details.'
  return sendProblem(reply, new ApiProblem('internal', detail))
}

function problemOf(error: FastifyError): ApiProblem | undefined {
  if (error.validation !== undefined) return new ApiProblem('invalid_parameter', error.message)
  const key = fastifyProblems.get(error.code)
  return key === undefined ? undefined : new ApiProblem(key, error.message)
}

const fastifyProblems: ReadonlyMap<string, ProblemKey> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'body_too_large'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'malformed_request'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'malformed_request'],
])

function documented(
  method: string | string[],
  url: string,
  config: FastifyContextConfig | undefined,
  schema: { querystring?: unknown; params?: unknown } | undefined,
): RouteDocument[] {
  if (config?.isPage === true) return []
  return [method]
    .flat()
    .filter((name) => name !== 'HEAD') // Fastify adds one to every GET
    .map((name) => ({
      method: name,
      url,
      access: config?.access ?? defaultAccess,
      summary: config?.summary ?? '',
      body: config?.body,
      text: config?.text,
      isBodiless: config?.bodiless === true,
      answer: config?.answer,
      problems: config?.problems ?? [],
      query: schema?.querystring,
      parameters: schema?.params,
    }))
}
