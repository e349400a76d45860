import type { ControlState } from '../definition/control-state.ts'
import type { ContactBook } from '../diagnosis/contacts.ts'

/** Who must be asked, by the definitions that are live now. */
export function contactBook(state: () => ControlState, operator: string): ContactBook {
  const gatewayOf = (name: string) => state().gateways.find((gateway) => gateway.name === name)
  return {
    operator,
    maintainersOf: (gateway) => gatewayOf(gateway)?.maintainers ?? [],
    ownersOf: (gateway, _stage, backend) =>
      gatewayOf(gateway)?.backends.find(({ name }) => name === backend)?.owners ?? [],
    appOwner: (appCode) => state().apps.find(({ code }) => code === appCode)?.owner ?? '',
  }
}
