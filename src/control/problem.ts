import type { FastifyReply } from 'fastify'
import { ChangeRefused } from '../storage/audited-change.ts'

/** Errors of the management API: RFC 9457 problems with a stable `key`. A detail is one sentence for
 *  the person who called; it never holds a stack, a path of this machine or a secret. */
export type ProblemKey = keyof typeof problems

export const problems = {
  token_missing: { status: 401, title: 'Sign in, or send a token' },
  token_wrong: { status: 401, title: 'The token is not valid' },
  session_ended: { status: 401, title: 'You are not signed in any more' },
  sign_in_failed: { status: 401, title: 'Name or password is wrong' },
  csrf_refused: { status: 403, title: 'The request does not come from the console' },
  https_needed: { status: 403, title: 'Signing in needs https' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  sign_in_busy: { status: 503, title: 'Too many people sign in at this moment' },
  link_ended: { status: 410, title: 'The link cannot be used any more' },
  name_taken: { status: 409, title: 'The name is taken' },
  limit_reached: { status: 409, title: 'There are as many as there may be' },
  provider_refused: { status: 403, title: 'The identity provider did not let you in' },
  provider_away: { status: 502, title: 'The identity provider does not answer' },
  not_permitted: { status: 403, title: 'You may not do this' },
  not_found: { status: 404, title: 'Not found' },
  unknown_gateway: { status: 404, title: 'There is no such gateway' },
  unknown_stage: { status: 404, title: 'The gateway has no such stage' },
  unknown_resource: { status: 404, title: 'The stage has no such resource' },
  unknown_backend: { status: 404, title: 'The stage has no such backend' },
  invalid_parameter: { status: 400, title: 'A parameter is not valid' },
  invalid_query: { status: 400, title: 'The log query is not valid' },
  malformed_request: { status: 400, title: 'The request is not valid HTTP' },
  invalid_body: { status: 400, title: 'The body is not valid' },
  precondition_required: { status: 428, title: 'Say which version you change' },
  changed_meanwhile: { status: 412, title: 'It was changed meanwhile; nothing was overwritten' },
  decided_already: { status: 409, title: 'The request is decided already' },
  request_pending: { status: 409, title: 'Another request asks for the same' },
  owned_already: { status: 409, title: 'The application has the permission already' },
  kept_in_file: { status: 409, title: 'It is kept in a definition file' },
  app_exists: { status: 409, title: 'The code of the application is taken' },
  two_secrets: { status: 409, title: 'The application has two secrets already' },
  too_many_apps: { status: 409, title: 'The owner has too many applications' },
  body_too_large: { status: 413, title: 'The body is too large' },
  definition_invalid: { status: 422, title: 'The definition has errors; nothing was applied' },
  part_invalid: { status: 422, title: 'It cannot be taken like this; nothing was changed' },
  exists_already: { status: 409, title: 'There is one of this name already' },
  still_used: { status: 409, title: 'Something else needs it' },
  still_served: { status: 409, title: 'It is served' },
  managed_by_files: { status: 409, title: 'Only definition files can change it' },
  draft_outdated: { status: 409, title: 'The draft and what is live were changed both' },
  not_releasable: { status: 422, title: 'The draft cannot be released; nothing was changed' },
  release_has_warnings: { status: 409, title: 'The release needs a second look' },
  key_reused: { status: 422, title: 'The idempotency key belongs to another request' },
  key_in_use: { status: 409, title: 'A request with this idempotency key is under way' },
  openapi_invalid: { status: 422, title: 'The OpenAPI document cannot be read' },
  import_busy: { status: 503, title: 'Too many documents are waiting to be read' },
  release_refused: {
    status: 500,
    title: 'A worker could not take the release; nothing was applied',
  },
  storage_failed: { status: 507, title: 'The state could not be kept; nothing was applied' },
  storage_away: { status: 503, title: 'What is kept cannot be read' },
  diagnosis_timeout: { status: 503, title: 'The text took too long to read' },
  diagnosis_busy: { status: 503, title: 'Too many texts are waiting to be read' },
  question_too_large: { status: 422, title: 'The question takes more than the log engine has' },
  log_engine_away: { status: 503, title: 'The log engine is being started' },
  too_many_exports: { status: 429, title: 'Other exports are under way' },
  too_many_debug_calls: { status: 429, title: 'Other debug calls are under way' },
  gateway_starting: { status: 503, title: 'The gateway is being started' },
  too_many_listeners: { status: 429, title: 'Others listen already' },
  too_many_probes: { status: 429, title: 'Other probes are under way' },
  internal: { status: 500, title: 'The server failed' },
} as const satisfies Record<string, { status: number; title: string }>

/** Thrown by a route, or within a change that it makes, to answer with a problem. `more` holds further
 *  members of it; `retryAfter`, in seconds, is the header field too. */
export class ApiProblem extends ChangeRefused {
  override readonly name = 'ApiProblem'
  readonly key: ProblemKey
  readonly more: Readonly<Record<string, unknown>>

  constructor(
    key: ProblemKey,
    detail: string,
    more: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options)
    this.key = key
    this.more = more
  }
}

export function sendProblem(reply: FastifyReply, problem: ApiProblem): FastifyReply {
  const { status, title } = problems[problem.key]
  const { retryAfter } = problem.more
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="faultline"')
  return reply
    .code(status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title,
      status,
      detail: problem.message,
      key: problem.key,
      ...problem.more,
    })
}
