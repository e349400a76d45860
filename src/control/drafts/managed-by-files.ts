import type { Written } from '../../definition/definition.ts'
import { referencesIn } from '../../definition/plain-part.ts'
import { ApiProblem } from '../problem.ts'
import type { EditedGateway } from './draft.ts'

/** What a definition file read from its surroundings (`${NAME}`, an OpenAPI document) only whoever applies
 *  the file can read again: such a gateway cannot be built from here, so it is not edited here either. */
export function requireEditable({ stored }: Pick<EditedGateway, 'stored'>): void {
  const names = namesFromOutside(stored.written)
  if (names.length === 0) return
  const shown = names.slice(0, mostShown).join(', ') + (names.length > mostShown ? ' …' : '')
  const detail = `${stored.name} was applied from a file that reads ${shown}; this server cannot read it. Change the file and apply it, or apply one with the values written out.`
  throw new ApiProblem('managed_by_files', detail, { references: names })
}

/** Empty: the gateway can be edited. */
export function namesFromOutside(written: Written): readonly string[] {
  let names = known.get(written)
  if (names === undefined) {
    const { openapi, grants: _grants, ...rest } = written
    const file =
      typeof openapi === 'object' && openapi !== null ? Reflect.get(openapi, 'file') : openapi
    names = [
      ...referencesIn(rest).map((name) => `\${${name}}`),
      ...(typeof file === 'string' ? [file] : []),
    ]
    known.set(written, names)
  }
  return names
}

const known = new WeakMap<Written, readonly string[]>()
const mostShown = 5
