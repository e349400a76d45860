import { isIP } from 'node:net'
import { boundPlugins } from '../../model/bound-plugins.ts'
import { type ErrorKey, errorKeys } from '../../model/error-table.ts'
import { type Phase, phaseRefusals } from '../../model/phase-refusals.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Release, Resource, StageBackend } from '../../model/release.ts'

/** Every error that a resource can answer with as it is configured, in the order of the error table: what its
 *  plugins can refuse with, and what can happen on the way to its backend. */
export interface PossibleError {
  readonly key: ErrorKey
  /** Who refuses: a plugin by its name, or a phase. */
  readonly by: { readonly plugin: string } | { readonly phase: Phase }
}

export function possibleErrors(
  release: Release,
  resource: Resource,
  plugins: readonly Plugin[],
): PossibleError[] {
  const found = new Map<ErrorKey, PossibleError>()
  for (const [phase, keys] of phasesOf(release, resource)) {
    for (const key of keys) found.set(key, { key, by: { phase } })
  }
  for (const { plugin, options, at } of boundPlugins(release, resource, plugins)) {
    const keys = plugin.refusesAt?.(options, at) ?? plugin.refuses
    for (const key of keys) found.set(key, { key, by: { plugin: plugin.name } })
  }
  return errorKeys.flatMap((key) => found.get(key) ?? [])
}

function phasesOf(release: Release, resource: Resource): [Phase, readonly ErrorKey[]][] {
  const { read, match, admit, forward, relay, any } = phaseRefusals
  const here: [Phase, readonly ErrorKey[]][] = [
    ['read', read],
    ['match', resource.method === 'ANY' ? withoutMethod(match) : match],
    ['admit', admit],
    ['any', any],
  ]
  const isMocked = [...release.plugins, ...resource.plugins].some(({ type }) => type === 'mock')
  if (isMocked) return [...here, ['relay', ['client_stalled']]]
  const backend = release.backends.find(({ name }) => name === resource.backend.name)
  const possible = forward.filter((key) => isPossible(key, backend))
  return [...here, ['forward', possible], ['relay', relay]]
}

function withoutMethod(keys: readonly ErrorKey[]): readonly ErrorKey[] {
  return keys.filter((key) => key !== 'method_not_allowed')
}

/** What its hosts rule out: an address needs no name server, and plain HTTP no certificate. */
function isPossible(key: ErrorKey, backend: StageBackend | undefined): boolean {
  const hosts = backend?.hosts ?? []
  const secure = hosts.filter(({ scheme }) => scheme === 'https')
  if (key === 'no_endpoint') return hosts.every(({ weight }) => weight === 0)
  if (key === 'backend_speaks_tls') return secure.length < hosts.length
  if (key.startsWith('dns_')) return hosts.some(({ host }) => isIP(host) === 0)
  if (key.startsWith('tls_certificate_')) return secure.some(({ tls }) => tls.verify)
  return key.startsWith('tls_') ? secure.length > 0 : true
}
