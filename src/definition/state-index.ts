import type { ControlState, StoredApp, StoredGateway, StoredGrant } from './control-state.ts'

/** What a state has, by name: worked out once for each list, which a plan that does not touch it leaves the same
 *  object. */
export function gatewayIn({ gateways }: Lists, name: string): StoredGateway | undefined {
  return indexOf(gatewaysByName, gateways, (list) => byKey(list, (one) => one.name)).get(name)
}

export function appIn({ apps }: Pick<ControlState, 'apps'>, code: string): StoredApp | undefined {
  return indexOf(appsByCode, apps, (list) => byKey(list, (one) => one.code)).get(code)
}

/** What people gave of a gateway. */
export function givenOn(
  { granted }: Pick<ControlState, 'granted'>,
  gateway: string,
): readonly StoredGrant[] {
  const grouped = indexOf(grantsByGateway, granted, (list) =>
    Map.groupBy(list, ({ grant }) => grant.gateway),
  )
  return grouped.get(gateway) ?? []
}

type Lists = Pick<ControlState, 'gateways'>
type Indexes<Part, Index> = WeakMap<readonly Part[], Index>

const gatewaysByName: Indexes<StoredGateway, ReadonlyMap<string, StoredGateway>> = new WeakMap()
const appsByCode: Indexes<StoredApp, ReadonlyMap<string, StoredApp>> = new WeakMap()
const grantsByGateway: Indexes<StoredGrant, ReadonlyMap<string, StoredGrant[]>> = new WeakMap()

function indexOf<Part, Index>(
  known: Indexes<Part, Index>,
  list: readonly Part[],
  make: (list: readonly Part[]) => Index,
): Index {
  const earlier = known.get(list)
  if (earlier !== undefined) return earlier
  const made = make(list)
  known.set(list, made)
  return made
}

function byKey<Part>(list: readonly Part[], keyOf: (part: Part) => string): Map<string, Part> {
  return new Map(list.map((part) => [keyOf(part), part]))
}
