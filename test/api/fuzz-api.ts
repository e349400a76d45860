import * as fc from 'fast-check'
import { wholeApi } from '../../src/control/whole-api-under-test.ts'
import { apiDocument, routesOf, type Route } from './api-document.ts'
import { answerTo, faultOf } from './answer-check.ts'
import { badRequests } from './bad-requests.ts'

/** Bad requests to every route, until one of them is answered as none may be. */
export interface FuzzOptions {
  readonly runsPerRoute: number
  readonly seed: number
}

export interface FuzzResult {
  /** One for each route at most: the smallest request that was found. */
  readonly faults: readonly string[]
  readonly requests: number
  /** How many answers had which status. */
  readonly answers: Readonly<Record<string, number>>
}

/** What the requests may meet. */
const definition = `version: 1
apps: [{ code: demo-app, secret: demo-secret, owner: web-team }]
gateways:
  - name: shop
    maintainers: [shop-admin]
    stages: [{ name: prod, backends: { default: { hosts: [{ url: "http://127.0.0.1:9" }] } } }]
    resources:
      - { name: get_order, method: GET, path: "/orders/{id}", docs: { en: "# One order" } }
    grants: [{ app: demo-app }]
`

export async function fuzzApi({ runsPerRoute, seed }: FuzzOptions): Promise<FuzzResult> {
  await using api = await wholeApi(definition)
  const headers = { authorization: `Bearer ${api.token}` }
  const faults: string[] = []
  const answers: Record<string, number> = {}
  let requests = 0
  const ask = async (route: Route, request: Parameters<typeof faultOf>[1]): Promise<void> => {
    requests += 1
    const signedIn = { ...request, headers: { ...headers, ...request.headers } }
    const answer = await answerTo(api.app, signedIn)
    answers[answer.status] = (answers[answer.status] ?? 0) + 1
    const fault = faultOf(route, request, answer)
    if (fault !== '') throw new Fault(fault)
  }
  for (const route of routesOf(await apiDocument(api))) {
    const numRuns = slow.has(route.path) ? Math.ceil(runsPerRoute / 6) : runsPerRoute
    const property = fc.asyncProperty(badRequests(route), (request) => ask(route, request))
    const { failed, errorInstance } = await fc.check(property, { numRuns, seed })
    if (!failed) continue
    const { method, path } = route
    const said = errorInstance instanceof Fault ? errorInstance.message : String(errorInstance)
    const logged = api.logged.at(-1) ?? ''
    faults.push(`${method} ${path}: ${said}\n  process log: ${logged.trim().slice(0, 1_000)}`)
  }
  return { faults, requests, answers }
}

class Fault extends Error {
  override readonly name = 'Fault'
}

/** They take a thread or the network for each request. */
const slow: ReadonlySet<string> = new Set([
  '/api/v1/doctor',
  '/api/v1/diagnose',
  '/api/v1/import/openapi',
])
