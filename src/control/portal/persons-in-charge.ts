import type { StoredGateway } from '../../definition/control-state.ts'
import type { Contact } from '../../definition/documentation.ts'

/** Whom callers ask about a gateway. */
export interface PersonsInCharge {
  /** Who may change it. */
  readonly maintainers: readonly string[]
  /** Beside them; they have no rights. */
  readonly contacts: readonly Contact[]
}

export function personsInCharge({ maintainers, documentation }: StoredGateway): PersonsInCharge {
  return { maintainers, contacts: documentation.contacts }
}
