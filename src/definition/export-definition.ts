import { stringify } from 'yaml'
import type { ControlState } from './control-state.ts'

/** A gateway as a definition file, as it was written: `${NAME}` stays, secrets that stood in the file
 *  come back as their hash. The apps that it grants anything to come with it, so that the file can
 *  be applied to an empty server. undefined: no such gateway. */
export function exportDefinition(state: ControlState, name: string): string | undefined {
  const gateway = state.gateways.find((known) => known.name === name)
  if (gateway === undefined) return undefined
  const granted = new Set(gateway.grants.map(({ app }) => app))
  const apps = state.apps.filter(({ code }) => granted.has(code)).map(({ written }) => written)
  const definition = {
    version: 1,
    ...(apps.length === 0 ? {} : { apps }),
    gateways: [gateway.written],
  }
  // no line folding: a folded text reads differently in a diff; no anchors: none were written
  return stringify(definition, { lineWidth: 0, aliasDuplicateObjects: false })
}
