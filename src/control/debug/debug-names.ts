import { networkInterfaces } from 'node:os'
import type { NameFinder } from '../../calling/call-exchange.ts'
import type { CallRequest } from '../../calling/call-request.ts'
import type { Bilingual } from '../../model/bilingual.ts'
import type { BackendHost, Release } from '../../model/release.ts'
import type { NameResolver } from '../../network/resolver.ts'
import { isLinkLocalAddress } from '../link-local.ts'

/** Where a debug call may go: to the gateway's own listener; on redirects, where that is asked for, also
 *  to hosts that the stage itself sends requests to. So it reaches nothing that a maintainer could not
 *  reach by a definition, and never this server's management API or the metadata of a cloud. */
export interface DebugReach {
  /** Scheme, host and port of the gateway. */
  readonly listener: URL
  readonly consolePort: string
  readonly release: Release
  readonly follow: 'gateway' | 'backends' | 'none'
}

/** Why a redirect is not followed; undefined: it is. */
export function refusalOf(reach: DebugReach, { url }: CallRequest): Bilingual | undefined {
  if (url.origin === reach.listener.origin) return undefined
  const where = url.origin
  if (hostOf(reach, url) === undefined) {
    return [
      `not followed: ${where} is neither this gateway nor a host of the stage`,
      `未跟随：${where} 既不是本网关，也不是该环境的后端主机`,
    ]
  }
  if (reach.follow === 'backends') return undefined
  return [
    `not followed: ${where} is a host of the stage; with "follow": "backends" it is`,
    `未跟随：${where} 是该环境的后端主机；使用 "follow": "backends" 可跟随`,
  ]
}

/** A host of the stage that has this name, at whatever port: https mostly is at another one. One that the
 *  stage itself reaches by this scheme goes first. */
export function hostOf(
  { release }: DebugReach,
  { hostname, protocol }: URL,
): BackendHost | undefined {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const hosts = release.backends.flatMap((backend) => backend.hosts)
  const ofName = hosts.filter(({ host }) => host.toLowerCase() === name)
  return ofName.find(({ scheme }) => `${scheme}:` === protocol) ?? ofName[0]
}

/** Looks names up, and leaves out the addresses that no call may go to. They are looked up once: what is
 *  connected to is what was checked. */
export function reachableNames(resolver: NameResolver, reach: DebugReach): NameFinder {
  const { listener, consolePort } = reach
  const gateway = listener.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    find: async (host, port, limitMs) => {
      const found = await resolver.resolve(host, limitMs)
      const isGateway = host === gateway && port === portOf(listener)
      if (!found.ok || isGateway) return found
      const isConsole = (address: string): boolean =>
        port === Number(consolePort) && isOfThisMachine(address)
      const forbidden = found.addresses.some(
        ({ address }) => isLinkLocalAddress(address) || isConsole(address),
      )
      if (!forbidden) return found
      return { ok: false, key: 'dns_no_address', rcode: '', detail: notReached }
    },
  }
}

const notReached = 'its address is link-local, or of this management API, and is never called'

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

function isOfThisMachine(address: string): boolean {
  if (/^(?:127\.|::1$|0\.0\.0\.0$|::$|::ffff:127\.)/.test(address)) return true
  const interfaces = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return interfaces.some((each) => each.address === address)
}
