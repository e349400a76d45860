import type { ErrorKey } from '../../src/model/error-table.ts'
import type { Flow } from '../gateway-process.ts'
import type { Answer } from '../raw-client.ts'
import type { Lab } from './lab.ts'

/** How one error of the table is provoked on the running gateway. */
export interface Proof {
  readonly key: ErrorKey
  readonly means: Means
  /** What is done, in a few words, for the table. */
  readonly how: string
  /** Why it cannot run here, or false. */
  readonly skip?: string | false
  /** Adds what it needs to the lab's definition, before the gateway starts. */
  prepare?(lab: Lab): void | Promise<void>
  provoke(lab: Lab): Promise<Provoked>
}

/** `request`: only the caller's own bytes. `fault`: injected through a documented interface (a
 *  setting, a file of the data folder, a limit of the system, a Node preload), never through a branch
 *  in the product. */
export type Means = 'request' | 'real program' | 'scripted peer' | 'fault'

/** `refused`: the gateway wrote its error. `broken`: the head of a backend's answer had left already.
 *  `unanswered`: the caller got nothing. */
export type Provoked =
  | { readonly kind: 'refused'; readonly answer: Answer; readonly flow: Flow }
  | { readonly kind: 'broken'; readonly answer: Answer; readonly flow: Flow }
  | { readonly kind: 'unanswered'; readonly flow: Flow }
