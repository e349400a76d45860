import { isMembers, type Members } from '../gateways/merge-patch.ts'
import type { FieldChange } from './release-answers.ts'

/** A change of a release in the words of people: "host changed", not two lines of JSON. */
export type DiffLine =
  | { readonly kind: 'hostAdded' | 'hostRemoved'; readonly host: string; readonly weight: string }
  | { readonly kind: 'hostChanged'; readonly before: string; readonly after: string }
  | {
      readonly kind: 'hostField'
      readonly host: string
      readonly field: string
      readonly before: unknown
      readonly after: unknown
    }
  | {
      readonly kind: 'field'
      readonly field: string
      readonly before: unknown
      readonly after: unknown
    }

export function linesOf(fields: readonly FieldChange[]): DiffLine[] {
  return fields.flatMap(({ field, before, after }): DiffLine[] => {
    const hosts = [hostsOf(before), hostsOf(after)] as const
    if (field !== 'hosts' || hosts[0] === undefined || hosts[1] === undefined) {
      return [{ kind: 'field', field, before, after }]
    }
    return hostLines(hosts[0], hosts[1])
  })
}

/** undefined: it is no list of hosts as releases hold them. */
function hostsOf(value: unknown): readonly Members[] | undefined {
  if (value === undefined) return []
  return Array.isArray(value) && value.every(isMembers) ? value : undefined
}

function hostLines(before: readonly Members[], after: readonly Members[]): DiffLine[] {
  const gone = before.filter((host) => !after.some((other) => urlOf(other) === urlOf(host)))
  const come = after.filter((host) => !before.some((other) => urlOf(other) === urlOf(host)))
  const stayed = before.flatMap((host) => {
    const now = after.find((other) => urlOf(other) === urlOf(host))
    return now === undefined ? [] : [[host, now] as const]
  })
  const pairs = paired(gone, come)
  const lines = [
    ...pairs.flatMap(([was, is]): DiffLine[] => [
      { kind: 'hostChanged', before: urlOf(was), after: urlOf(is) },
      ...fieldLines(was, is, true),
    ]),
    ...gone.slice(pairs.length).map((host): DiffLine => ({
      kind: 'hostRemoved',
      host: urlOf(host),
      weight: weightOf(host),
    })),
    ...come
      .slice(pairs.length)
      .map((host): DiffLine => ({ kind: 'hostAdded', host: urlOf(host), weight: weightOf(host) })),
    ...stayed.flatMap(([was, is]) => fieldLines(was, is, false)),
  ]
  // the same hosts in another order
  return lines.length === 0
    ? [{ kind: 'field', field: 'hosts', before: before.map(urlOf), after: after.map(urlOf) }]
    : lines
}

/** As many as both sides have: one that went and one that came in its place is one that changed. */
function paired(
  gone: readonly Members[],
  come: readonly Members[],
): (readonly [Members, Members])[] {
  return gone.slice(0, come.length).flatMap((was, at) => {
    const is = come[at]
    return is === undefined ? [] : [[was, is] as const]
  })
}

/** Of a host that moved, the fields that follow from its address are no news. */
function fieldLines(was: Members, is: Members, hasMoved: boolean): DiffLine[] {
  const flat = [flatOf(was), flatOf(is)] as const
  const names = [...new Set([...flat[0].keys(), ...flat[1].keys()])]
  return names.flatMap((field): DiffLine[] => {
    const [before, after] = [flat[0].get(field), flat[1].get(field)]
    if (partsOfUrl.has(field) || JSON.stringify(before) === JSON.stringify(after)) return []
    const followed = field === 'hostHeader' || field === 'tls.serverName'
    if (hasMoved && followed && isOwnName(was, before) && isOwnName(is, after)) return []
    return [{ kind: 'hostField', host: urlOf(is), field, before, after }]
  })
}

const partsOfUrl = new Set(['scheme', 'host', 'port', 'pathPrefix'])

function isOwnName(host: Members, name: unknown): boolean {
  return String(name).split(':')[0] === String(host['host'])
}

function flatOf(host: Members): Map<string, unknown> {
  return new Map(
    Object.entries(host).flatMap(([name, value]): [string, unknown][] =>
      isMembers(value)
        ? Object.entries(value).map(([inner, one]) => [`${name}.${inner}`, one])
        : [[name, value]],
    ),
  )
}

function urlOf({ scheme, host, port, pathPrefix }: Members): string {
  return `${text(scheme)}://${text(host)}:${text(port)}${text(pathPrefix)}`
}

function weightOf({ weight }: Members): string {
  return text(weight)
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Longer values are cut: the whole one stands in the release. */
const longest = 160

/** undefined: it was not there. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const written = typeof value === 'string' ? value : JSON.stringify(value)
  return written.length > longest ? `${written.slice(0, longest)} …` : written
}
