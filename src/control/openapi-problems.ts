import type { RouteDocument } from './openapi.ts'
import { type ProblemKey, problems } from './problem.ts'

/** The problems that a route can answer with: those that follow from what it takes and who may use it, and those
 *  that it names itself. */
export interface DocumentedProblem {
  readonly key: ProblemKey
  readonly title: string
}

/** By status, the lowest first. */
export function documentedProblems(
  route: RouteDocument,
): readonly (readonly [status: number, problems: readonly DocumentedProblem[]])[] {
  const byStatus = new Map<number, DocumentedProblem[]>()
  for (const key of problemKeysOf(route)) {
    const { status, title } = problems[key]
    const others = byStatus.get(status)
    if (others === undefined) byStatus.set(status, [{ key, title }])
    else others.push({ key, title })
  }
  return [...byStatus].toSorted(([one], [other]) => one - other)
}

function problemKeysOf(route: RouteDocument): ReadonlySet<ProblemKey> {
  const { access, query, parameters, body } = route
  const isOfApi = route.url.startsWith('/api/')
  const takesBody = route.method !== 'GET' // whatever is sent is read, up to the limit
  return new Set<ProblemKey>([
    'malformed_request',
    ...(isOfApi || query !== undefined || parameters !== undefined ? invalidParameter : []),
    ...(access === 'open' ? [] : signIn),
    ...(access === 'open' || route.method === 'GET' ? [] : (['csrf_refused'] as const)),
    ...(parameters === undefined ? [] : (['not_found'] as const)),
    ...(takesBody ? (['body_too_large'] as const) : []),
    ...(body === undefined ? [] : (['invalid_body'] as const)),
    ...route.problems,
    'internal',
  ])
}

const invalidParameter = ['invalid_parameter'] as const
/** Who it is stands in the store, and what they may do is looked at by the route too. */
const signIn = [
  'token_missing',
  'token_wrong',
  'session_ended',
  'not_permitted',
  'storage_away',
] as const
