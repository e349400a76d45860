import type { Verdict } from '../model/verdict.ts'

/** The way of a request, station by station: how far it came, who answered and where it failed. Pictures
 *  of it, in a terminal and on a page, are drawn from this. */
export type Place = 'caller' | 'gateway' | 'access_layer' | 'service'

export interface Station {
  readonly place: Place
  readonly reached: 'yes' | 'no' | 'unknown'
  readonly answered: boolean
  /** Nobody can tell the last two apart. */
  readonly maybeAnswered: boolean
  readonly atFault: boolean
  /** The way to this station is where it failed. */
  readonly brokenWay: boolean
}

/** `isDirect`: there is no gateway on the way. */
export function stationsOf({ responder, fault, key }: Verdict, isDirect: boolean): Station[] {
  const last = lastReached(responder, fault, key)
  // a call that failed on the network never came to the gateway; else the way behind it failed
  const broken = fault === 'network' ? (responder === 'gateway' ? 2 : 1) : -1
  const stations = places.map((place, index): Station => ({
    place,
    reached:
      index <= last ? 'yes' : responder === 'backend' || key === 'not_explained' ? 'unknown' : 'no',
    answered: responder === place,
    maybeAnswered: responder === 'backend' && index >= 2,
    atFault: faultPlaces[fault] === place,
    brokenWay: index === broken,
  }))
  return stations.filter(({ place }) => !(isDirect && place === 'gateway'))
}

const places: readonly Place[] = ['caller', 'gateway', 'access_layer', 'service']

const faultPlaces: Readonly<Record<Verdict['fault'], Place | undefined>> = {
  none: undefined,
  client: 'caller',
  gateway: 'gateway',
  network: undefined,
  access_layer: 'access_layer',
  service: 'service',
  unsure: undefined,
}

function lastReached(
  responder: Verdict['responder'],
  fault: Verdict['fault'],
  key: string,
): number {
  if (responder === 'service') return 3
  if (responder === 'access_layer') return 2
  if (responder === 'backend') return 1
  if (responder === 'gateway') return fault === 'service' ? 3 : 1
  return key === 'client_closed' || key === 'worker_lost' ? 1 : 0
}
