import type { BackendHost, Release } from '../model/release.ts'
import type { NameResolver } from '../network/resolver.ts'
import { isLinkLocalAddress } from './link-local.ts'
import { findingOf } from './probe-finding.ts'
import { getOnce, speaksTls } from './probe-request.ts'

/** One `GET /` to each backend host after a swap, to warn of what would fail for every caller: above
 *  all the old trap "http configured, the host only speaks https". It never fails an apply, carries
 *  no credentials, and leaves link-local addresses alone (cloud metadata services answer there). */
export interface ProbeWarning {
  /** Such as `gateways/shop/stages/prod/backends/default`. */
  readonly path: string
  readonly message: string
}

/** Hosts asked at a time, and the longest that all of them together may take, in milliseconds. */
const atOnce = 64
const altogetherMs = 10_000

export async function probeHosts(
  releases: readonly Release[],
  resolver: NameResolver,
): Promise<readonly ProbeWarning[]> {
  const targets = targetsOf(releases)
  const endMs = performance.now() + altogetherMs
  const warnings: ProbeWarning[] = []
  let next = 0
  const probeNext = async (): Promise<void> => {
    for (;;) {
      const target = targets[next]
      if (target === undefined || performance.now() > endMs) return
      next += 1
      const message = await probe(target.host, resolver)
      if (message !== '') for (const path of target.paths) warnings.push({ path, message })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, probeNext))
  if (next < targets.length) {
    const message = `${targets.length - next} of ${targets.length} hosts were not probed within ${altogetherMs / 1000} s.`
    warnings.push({ path: '', message })
  }
  return warnings.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

interface Target {
  readonly host: BackendHost
  readonly paths: string[]
}

/** Stages that share a host share its probe. */
function targetsOf(releases: readonly Release[]): readonly Target[] {
  const targets = new Map<string, Target>()
  for (const { gateway, stage, backends } of releases) {
    for (const { name, hosts } of backends) {
      for (const host of hosts.filter(({ weight }) => weight > 0)) {
        const key = JSON.stringify({ ...host, weight: 0, pathPrefix: '' })
        const target = targets.get(key) ?? { host, paths: [] }
        target.paths.push(`gateways/${gateway}/stages/${stage}/backends/${name}`)
        targets.set(key, target)
      }
    }
  }
  return [...targets.values()]
}

async function probe(host: BackendHost, resolver: NameResolver): Promise<string> {
  if (await isLinkLocal(host.host, resolver)) return ''
  const answer = await getOnce(host, resolver)
  const mayBeTls = host.scheme === 'http' && answer.failed === undefined && answer.head === ''
  const isTls = mayBeTls && (await speaksTls(host, resolver))
  return findingOf(host, answer, isTls)
}

export async function isLinkLocal(
  name: string,
  resolver: NameResolver,
  limitMs = 2_000,
): Promise<boolean> {
  const resolved = await resolver.resolve(name, limitMs)
  if (!resolved.ok) return false
  return resolved.addresses.some(({ address }) => isLinkLocalAddress(address))
}
