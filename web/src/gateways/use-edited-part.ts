import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { askTagged, Problem, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import {
  isMembers,
  type Members,
  membersOf,
  patchBetween,
  patched,
  withTypedSince,
} from './merge-patch.ts'

/** A part of a draft as the management API shows it (docs/reference/drafts.md). */
export interface PartView {
  readonly definition: Members
  readonly change: 'create' | 'update' | 'delete' | null
  readonly conflict: boolean
  readonly problems: readonly PartProblem[]
}

export interface PartProblem {
  readonly part: string
  readonly path: string
  readonly message: string
  readonly suggestion: string
}

export function usePart<View extends PartView>(path: string): UseQueryResult<Tagged<View>> {
  return useQuery({
    queryKey: [path, 'part'],
    queryFn: ({ signal }) => askTagged<View>(path, { signal }),
  })
}

/** What is known of a part: the members that can be edited, and the version that was read. */
export type EditedVersion = Tagged<Members>

export interface EditedPart {
  readonly typed: Members
  readonly type: (next: Members) => void
  readonly isChanged: boolean
  readonly isSaving: boolean
  readonly isSaved: boolean
  readonly error: Error | null
  /** Another person was first: what is there now. */
  readonly conflict: EditedVersion | undefined
  readonly save: () => void
  /** Lets go of what was typed. */
  readonly undo: () => void
  /** What was typed is put upon what is there now; to be looked at, then saved. */
  readonly keepMine: () => void
  readonly takeTheirs: () => void
}

export interface PartForm {
  readonly path: string
  readonly read: EditedVersion
  /** What is to be read again after a change. */
  readonly stale: readonly string[]
  /** The members that can be edited, of an answer. */
  readonly pick: (answer: Members) => Members
}

/** A form upon a part. What is sent is a patch of what was typed, upon the version that was read: what the form does
 *  not know stays, and what another person changed meanwhile is never overwritten. */
export function useEditedPart({ path, read, stale, pick }: PartForm): EditedPart {
  const [seen, setSeen] = useState(read.etag)
  const [base, setBase] = useState(read)
  const [typed, setTyped] = useState(read.value)
  const startFrom = (version: EditedVersion, shown = version.value): void => {
    setBase(version)
    setTyped(shown)
  }
  const patch = patchBetween(base.value, typed)
  const isChanged = Object.keys(patch).length > 0
  const change = useChange((sent: Members) => {
    const body = patchBetween(base.value, sent)
    return askTagged<Members>(path, { method: 'PATCH', body, ifMatch: base.etag })
  }, stale)
  if (read.etag !== seen) {
    setSeen(read.etag)
    if (!isChanged) startFrom(read) // saved elsewhere: shown where nothing is typed
  }
  const conflict = conflictIn(change.error)
  const restart = (version: EditedVersion | undefined, shown?: Members): void => {
    if (version === undefined) return
    startFrom(version, shown)
    change.reset()
  }
  return {
    typed,
    type: setTyped,
    isChanged,
    isSaving: change.isPending,
    isSaved: change.isSuccess && !isChanged,
    error: change.error,
    conflict,
    save: () => {
      if (!isChanged) return
      change.mutate(typed, {
        onSuccess: ({ value, etag }) => {
          const saved = pick(value)
          setBase({ value: saved, etag })
          setTyped((now) => withTypedSince(saved, typed, now))
        },
      })
    },
    undo: () => restart(read),
    keepMine: () => restart(conflict, patched(conflict?.value ?? {}, patch)),
    takeTheirs: () => restart(conflict),
  }
}

/** Of every part of a draft. */
export function definitionIn(answer: Members): Members {
  return membersOf(answer['definition'])
}

/** undefined: nobody else was first, or the answer does not say what they made of it. */
export function conflictIn(error: Error | null): EditedVersion | undefined {
  if (!(error instanceof Problem) || error.status !== 412) return undefined
  const { current, etag } = error.members
  if (!isMembers(current) || typeof etag !== 'string') return undefined
  return { value: current, etag }
}
