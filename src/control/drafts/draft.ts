import type { StoredGateway } from '../../definition/control-state.ts'
import type { Written } from '../../definition/definition.ts'
import {
  type Part,
  partAt,
  partHash,
  type PartChanges,
  type PartPath,
  withParts,
} from '../../definition/document-parts.ts'
import { etagOf } from '../etag.ts'

/** Edits of a gateway that no release holds yet: the parts that were changed, each with what it was changed
 *  from. What a file changes elsewhere meanwhile simply shows through; only a part that both changed is a
 *  conflict. */
export interface Draft {
  /** Grows with each edit. */
  readonly revision: number
  readonly begunAtMs: number
  readonly editedAtMs: number
  readonly editedBy: string
  readonly parts: ReadonlyMap<PartPath, DraftPart>
}

export interface DraftPart {
  /** null: the part is taken away. */
  readonly body: Part | null
  /** Hash of the live part that the edit began from, '' where there was none. */
  readonly base: string
  readonly place: number
  /** Characters of its JSON. */
  readonly size: number
}

/** A gateway as it is edited. */
export interface EditedGateway {
  readonly stored: StoredGateway
  readonly draft: Draft | undefined
  /** What is written, with the parts of the draft. */
  readonly document: Written
  /** Parts that are really different from what is written. */
  readonly changes: PartChanges
  /** Those that somebody else changed, too, since. */
  readonly conflicts: readonly PartPath[]
}

export function editedGateway(stored: StoredGateway, draft: Draft | undefined): EditedGateway {
  const { written } = stored
  const changes = new Map<PartPath, Part | null>()
  const conflicts: PartPath[] = []
  for (const [path, { body, base }] of draft?.parts ?? []) {
    const live = partHash(partAt(written, path))
    if (live === partHash(body)) continue // the same was applied meanwhile
    changes.set(path, body)
    if (live !== base) conflicts.push(path)
  }
  const document = changes.size === 0 ? written : withParts(written, changes)
  return { stored, draft, document, changes, conflicts }
}

/** As it would be with these parts changed, too. */
export function editedWith(edited: EditedGateway, set: PartChanges): EditedGateway {
  return { ...edited, document: withParts(edited.document, set) }
}

/** Of all of it: another one where any part differs, or what is written. */
export function draftEtag({ draft, stored }: EditedGateway): string {
  const { revision = 0, begunAtMs = 0 } = draft ?? {}
  return etagOf([writtenHash(stored.written), begunAtMs, revision])
}

const hashes = new WeakMap<Written, string>()

function writtenHash(written: Written): string {
  const hash = hashes.get(written) ?? etagOf(written)
  hashes.set(written, hash)
  return hash
}
