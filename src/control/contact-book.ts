import type { ControlState } from '../definition/control-state.ts'
import { appIn, gatewayIn } from '../definition/state-index.ts'
import type { ContactBook } from '../diagnosis/contacts.ts'

/** Who must be asked, by the definitions that are live now. */
export function contactBook(state: () => ControlState, operator: string): ContactBook {
  const gatewayOf = (name: string) => gatewayIn(state(), name)
  return {
    operator,
    maintainersOf: (gateway) => gatewayOf(gateway)?.maintainers ?? [],
    ownersOf: (gateway, _stage, backend) =>
      gatewayOf(gateway)?.backends.find(({ name }) => name === backend)?.owners ?? [],
    appOwner: (appCode) => appIn(state(), appCode)?.owner ?? '',
  }
}
