import type { Fault } from '../../../src/model/attribution.ts'

/** How each fault looks everywhere: a letter and a colour, so that nobody needs the colour. Colours are
 *  pairs for the light and the dark theme, with a contrast of at least 4.5 : 1 to the page. */
export interface FaultLook {
  readonly letter: string
  readonly color: string
}

export const faultLooks: Readonly<Record<Fault, FaultLook>> = {
  none: { letter: '·', color: 'light-dark(#5b6472, #a3adba)' },
  client: { letter: 'C', color: 'light-dark(#8a5a00, #f2b84b)' },
  gateway: { letter: 'G', color: 'light-dark(#6b3fc0, #b99cf5)' },
  network: { letter: 'N', color: 'light-dark(#00707e, #4fd0de)' },
  access_layer: { letter: 'A', color: 'light-dark(#b04a00, #ff9a57)' },
  service: { letter: 'S', color: 'light-dark(#c02626, #ff8080)' },
  unsure: { letter: '?', color: 'light-dark(#4d5562, #b8c0cc)' },
}

/** In the order in which they are stacked and listed. */
export const faultsInOrder: readonly Fault[] = [
  'service',
  'access_layer',
  'network',
  'gateway',
  'client',
  'unsure',
  'none',
]

export function lookOf(fault: string): FaultLook {
  return Object.hasOwn(faultLooks, fault) ? faultLooks[fault as Fault] : faultLooks.unsure
}
