import type { Members } from './merge-patch.ts'

/** Of the answer about a gateway what `PATCH /gateways/{gateway}` changes: `x-*` and what this console does not know
 *  stay in it, parts that are edited elsewhere do not. */
const notOfIt = ['name', 'backends', 'resources', 'grants', 'stages', 'draft', 'userAuth']

export function descriptionOf(answer: object): Members {
  return Object.fromEntries(Object.entries(answer).filter(([member]) => !notOfIt.includes(member)))
}
