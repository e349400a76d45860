import { stringify } from 'yaml'
import type { Written } from './definition.ts'
import { partsIn } from './document-parts.ts'
import { isRecord } from './shape.ts'

/** A gateway as the file that it was applied with: `${NAME}`, `x-*` and the order of keys are kept,
 *  comments and anchors are not. Reading the text gives the same again, and so does writing that. */
export function exportedDefinition(gateway: Written): string {
  return stringify({ version: 1, gateways: [withGrants(gateway)] }, options)
}

/** A grant outlives the resource it is for, and a file may not name what it does not have: what is exported can
 *  be applied again. */
function withGrants(gateway: Written): Written {
  const { grants, openapi } = gateway
  if (!Array.isArray(grants) || openapi !== undefined) return gateway
  const names = new Set<unknown>(partsIn(gateway, 'resources').map(({ name }) => name))
  // a name from outside is known to whoever applied the file; such a gateway has no draft that takes resources away
  if ([...names].some(isFromOutside)) return gateway
  const kept = grants.flatMap((grant: unknown) => {
    if (!isRecord(grant) || !Array.isArray(grant['resources'])) return [grant]
    const named = grant['resources'].filter((name) => names.has(name) || isFromOutside(name))
    if (named.length === grant['resources'].length) return [grant]
    return named.length === 0 ? [] : [{ ...grant, resources: named }]
  })
  return { ...gateway, grants: kept }
}

function isFromOutside(name: unknown): boolean {
  return typeof name === 'string' && name.includes('${')
}

const options = {
  version: '1.2',
  lineWidth: 0, // a value is one line, so that a comparison of two exports shows it
  aliasDuplicateObjects: false,
  blockQuote: 'literal',
} as const
