import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { ask, Problem } from '../api/ask.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import type { Preflight } from '../releases/preflight.ts'
import type { ReleaseDone } from '../releases/released.tsx'

/** From one address to the first answer that is explained: a gateway with one environment and one resource that
 *  passes everything on. Each step is a request of the management API. */
export const stage = 'prod'
const resource = 'everything'

export interface Wanted {
  readonly url: string
  readonly gateway: string
  /** '' for a token. */
  readonly maintainer: string
  /** Nobody needs an application to call it. */
  readonly isOpen: boolean
  /** `Idempotency-Key` of a body. */
  readonly keyOf: (body: unknown) => string
}

export interface FirstCall {
  readonly status: number
  readonly verdict: Verdict
  readonly curl: string
  readonly hops: readonly {
    readonly body?: { readonly text: string }
    readonly record: FlowRecord | null
    readonly gateway: { readonly request_id: string } | null
  }[]
}

export async function makeGateway(wanted: Wanted): Promise<void> {
  const { gateway, maintainer, keyOf } = wanted
  const maintainers = maintainer === '' ? [] : [maintainer]
  const body = { name: gateway, maintainers }
  await ask('/gateways', { method: 'POST', body, idempotencyKey: keyOf(body) })
}

/** In the draft; sent again with another address it takes the place of the first. */
export async function pointTo({ gateway, url, isOpen }: Wanted): Promise<void> {
  const backend = gatewayPath(gateway, 'stages', stage, 'backends', 'default')
  await ask(backend, { method: 'PUT', body: { hosts: [{ url, weight: 100 }] }, ifMatch: '*' })
  const body = {
    name: resource,
    method: 'ANY',
    path: '/',
    matchSubpath: true,
    backend: { name: 'default' },
    ...(isOpen ? { auth: { app: false } } : {}),
  }
  const path = gatewayPath(gateway, 'resources')
  try {
    await ask(path, { method: 'POST', body })
  } catch (error) {
    if (!(error instanceof Problem) || error.key !== 'exists_already') throw error
    await ask(`${path}/${resource}`, { method: 'PUT', body, ifMatch: '*' })
  }
}

export function probeDraft({ gateway }: Wanted): Promise<Preflight> {
  return ask(gatewayPath(gateway, 'stages', stage, 'preflight'), { method: 'POST' })
}

export function releaseFirst({ gateway }: Wanted, comment: string): Promise<ReleaseDone> {
  const path = gatewayPath(gateway, 'stages', stage, 'release')
  return ask(path, { method: 'POST', body: { comment, acceptWarnings: true } })
}

export function callFirst({ gateway }: Wanted): Promise<FirstCall> {
  // the test identity needs no permission, as nobody has one yet
  const body = { stage, resource, credentials: { testIdentity: true } }
  return ask(gatewayPath(gateway, 'debug'), { method: 'POST', body })
}
