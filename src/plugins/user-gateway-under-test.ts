/** A gateway whose resource needs a user, for the tests of user authentication. */
import type { Exchange } from '../model/exchange.ts'
import { proceed, type Outcome, type PluginServices } from '../model/plugin.ts'
import type { Release, Resource, UserAuth } from '../model/release.ts'
import { appAuth } from './app-auth.ts'
import {
  testExchange,
  testRelease,
  testResource,
  testServices,
  testTimeMs,
  type RequestParts,
} from './plugin-under-test.ts'
import { directoryWithApp } from './tokens-under-test.ts'
import { userAuth } from './user-auth.ts'

export type FetchJson = PluginServices['fetchJson']
const alice: FetchJson = async () => ({
  status: 200,
  body: { result: true, data: { bk_username: 'alice' } },
})

interface Setting {
  readonly userAuth?: UserAuth | null
  readonly fetchJson?: FetchJson
  readonly nowMs?: () => number
  readonly auth?: Partial<Resource['auth']>
  readonly release?: Partial<Release>
}

interface UserGateway {
  readonly asked: readonly string[]
  readonly call: (parts: RequestParts) => Promise<{
    readonly outcome: Outcome
    readonly exchange: Exchange
    readonly identity: Exchange['identity']
  }>
}

/** app-auth and user-auth bound as the data plane does, and the addresses they asked. */
export function userGateway(setting: Setting): UserGateway {
  const { fetchJson = alice, nowMs = () => testTimeMs, auth = {} } = setting
  const asked: string[] = []
  const services = testServices({
    directory: directoryWithApp(),
    nowMs,
    fetchJson(url, timeoutMs) {
      asked.push(url)
      return fetchJson(url, timeoutMs)
    },
  })
  const release = testRelease({ userAuth: setting.userAuth ?? null, ...setting.release })
  const resource = testResource({ auth: { app: false, user: true, permission: false, ...auth } })
  const at = { release, resource, level: 'built-in' } as const
  const plugins = [appAuth, userAuth].flatMap(
    (plugin) => plugin.bind(undefined, at, services) ?? [],
  )
  const call = async (parts: RequestParts) => {
    const exchange: Exchange = testExchange({ ...parts, release, resource })
    let outcome: Outcome = proceed
    for (const plugin of plugins) {
      outcome = (await plugin.onRequest?.(exchange)) ?? proceed
      if (outcome.kind !== 'continue') break
    }
    return { outcome, exchange, identity: exchange.identity }
  }
  return { call, asked }
}

export const withHeader = (credentials: object): RequestParts => ({
  headers: { 'x-bkapi-authorization': JSON.stringify(credentials) },
})
