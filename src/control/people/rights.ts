import { type Static, Type } from 'typebox'
import type { ControlState } from '../../definition/control-state.ts'
import { appIn, gatewayIn } from '../../definition/state-index.ts'
import type { Caller } from '../caller.ts'

/** What names may do by what is applied: the maintainers and viewers of a gateway, the owner of an
 *  application. A name there is a user's or a group's. Looked up anew each time, so that a change of the
 *  definition acts at once. */
type Rights = Pick<Caller, 'mayView' | 'mayMaintain' | 'owns' | 'gatewaysInView' | 'ownedApps'>

export function rightsOfNames(state: () => ControlState, names: ReadonlySet<string>): Rights {
  const isAmong = (listed: readonly string[]): boolean => listed.some((name) => names.has(name))
  const gatewayOf = (wanted: string) => gatewayIn(state(), wanted)
  const mayMaintain = (gateway: string): boolean => isAmong(gatewayOf(gateway)?.maintainers ?? [])
  return {
    mayMaintain,
    mayView: (gateway) => mayMaintain(gateway) || isAmong(gatewayOf(gateway)?.viewers ?? []),
    owns: (app) => names.has(appIn(state(), app)?.owner ?? ''),
    gatewaysInView: () =>
      state()
        .gateways.filter(({ maintainers, viewers }) => isAmong([...maintainers, ...viewers]))
        .map(({ name }) => name),
    ownedApps: () =>
      state()
        .apps.filter(({ owner }) => names.has(owner))
        .map(({ code }) => code),
  }
}

const names = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 100, description })

/** What a service's token may do: of itself, whatever the definitions say of names. */
export const serviceRights = Type.Object(
  {
    role: Type.Enum(['administrator', 'maintainer', 'viewer', 'app-owner', 'guest'], {
      description: 'What it may do.',
    }),
    gateways: Type.Optional(names('Of which gateways it is maintainer or viewer.')),
    apps: Type.Optional(names('Of which applications it is the owner.')),
  },
  { additionalProperties: false },
)
export type ServiceRights = Static<typeof serviceRights>

export function rightsOfService({ role, gateways = [], apps = [] }: ServiceRights): Rights {
  const mayMaintain = (gateway: string): boolean =>
    role === 'maintainer' && gateways.includes(gateway)
  const views = role === 'viewer' || role === 'maintainer'
  return {
    mayMaintain,
    mayView: (gateway) => views && gateways.includes(gateway),
    owns: (app) => role === 'app-owner' && apps.includes(app),
    gatewaysInView: () => (views ? gateways : []),
    ownedApps: () => (role === 'app-owner' ? apps : []),
  }
}

/** What is wrong with rights that name too little or too much, '' for nothing. */
export function rightsProblem({ role, gateways = [], apps = [] }: ServiceRights): string {
  const wantsGateways = role === 'maintainer' || role === 'viewer'
  if (wantsGateways && gateways.length === 0) return `gateways: a ${role} needs at least one.`
  if (!wantsGateways && gateways.length > 0) return `gateways: a token of role ${role} takes none.`
  if (role === 'app-owner' && apps.length === 0) return 'apps: an app-owner needs at least one.'
  if (role !== 'app-owner' && apps.length > 0) return `apps: a token of role ${role} takes none.`
  return ''
}
