import type { Written } from '../../definition/definition.ts'
import { type Part, type PartPath, splitPath, withParts } from '../../definition/document-parts.ts'
import type { EditedGateway } from './draft.ts'

/** What a release of one stage takes out of the draft: all but the parts of other stages, which wait for a
 *  release of their own. */
export interface ReleasedParts {
  readonly parts: readonly PartPath[]
  /** The definition afterwards. */
  readonly written: Written
}

export function releasedParts(
  { changes, draft, stored }: EditedGateway,
  stage: string,
): ReleasedParts {
  const taken = new Map<PartPath, Part | null>()
  for (const [path, body] of changes) if (isTaken(path, body, stage)) taken.set(path, body)
  // what was applied meanwhile is no difference any more
  const settled = [...(draft?.parts.keys() ?? [])].filter((path) => !changes.has(path))
  const written = taken.size === 0 ? stored.written : withParts(stored.written, taken)
  return { parts: [...taken.keys(), ...settled], written }
}

function isTaken(path: PartPath, body: Part | null, stage: string): boolean {
  const [kind, name] = splitPath(path)
  return kind !== 'stages' || name === stage || body === null // a stage that is taken away is served by nobody
}
