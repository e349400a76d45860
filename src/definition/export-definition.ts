import { stringify } from 'yaml'
import type { Written } from './definition.ts'

/** A gateway as the file that it was applied with: `${NAME}`, `x-*` and the order of keys are kept,
 *  comments and anchors are not. Reading the text gives the same again, and so does writing that. */
export function exportedDefinition(gateway: Written): string {
  return stringify({ version: 1, gateways: [gateway] }, options)
}

const options = {
  version: '1.2',
  lineWidth: 0, // a value is one line, so that a comparison of two exports shows it
  aliasDuplicateObjects: false,
  blockQuote: 'literal',
} as const
