import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type FieldError, Problem, type Tagged } from '../api/ask.ts'
import type { FormState } from './form-state.ts'
import { type Members, withValueAt } from './json-path.ts'
import { changed, changesBetween, isSame, type MemberChange, disputed } from './member-changes.ts'

/** One part of a draft as it was read, with what is being made of it. What is saved is what was read, changed
 *  where somebody changed it, so that nothing is lost that no form knows. */
export interface EditedPart {
  readonly value: Members
  readonly isChanged: boolean
  readonly form: FormState
  readonly saving: Pick<UseMutationResult, 'error' | 'isPending' | 'isSuccess'> & {
    readonly mutate: () => void
  }
  /** Somebody else was first. */
  readonly conflict: Conflict | undefined
  /** In place of all of it. */
  readonly replace: (value: Members) => void
  readonly discard: () => void
}

export interface Conflict {
  /** null: it is gone. */
  readonly current: Members | null
  /** Places that both changed. */
  readonly disputed: readonly MemberChange[]
  /** What was typed stays, upon what is there now. */
  readonly keepMine: () => void
  readonly takeTheirs: () => void
}

interface Read {
  readonly definition: Members
  readonly etag: string
}

interface Options {
  /** As it was read last. */
  readonly read: Read
  readonly isReadOnly: boolean
  readonly problems: readonly FieldError[]
  /** `etag` '': it is not there. */
  readonly save: (definition: Members, etag: string) => Promise<Tagged<unknown>>
  /** Beginnings of queries that saving makes old. */
  readonly stale: readonly string[]
  readonly saved?: (definition: Members) => Promise<void>
  /** Where a place of the part that was sent is in the form; unless given, the same. */
  readonly placeInForm?: (path: string) => string
}

export function useEditedPart(options: Options): EditedPart {
  const { read, isReadOnly, problems, save, stale, saved, placeInForm } = options
  const client = useQueryClient()
  const { base, value, latest, begin, setValue } = useValueUpon(read)
  const isChanged = !isSame(base.definition, value)
  const saving = useMutation({
    gcTime: 0, // what was typed and what is shown once does not outlive its page
    mutationFn: async () => ({ sent: value, answer: await save(value, base.etag) }),
    onSuccess: async ({ sent, answer: { value: answer, etag } }) => {
      const definition = definitionIn(answer) ?? sent
      // what was typed while it was being saved stays
      begin(
        { definition, etag },
        (now) => changed(definition, changesBetween(sent, now)) as Members,
      )
      await Promise.all(
        stale.map((path) =>
          client.invalidateQueries({
            predicate: ({ queryKey: [first] }) => String(first).startsWith(path),
          }),
        ),
      )
      await saved?.(definition)
    },
  })
  const settle = (next: Read, kept: Members): void => {
    saving.reset()
    begin(next, () => kept)
  }
  const said = (saving.error instanceof Problem ? saving.error.errors : []).map((one) => {
    return { ...one, path: placeInForm?.(one.path) ?? one.path }
  })
  return {
    value,
    isChanged,
    saving,
    form: {
      value,
      isReadOnly,
      problems: said.length > 0 ? said : isChanged ? [] : problems,
      set: (path, next) => setValue((now) => withValueAt(now, path, next) as Members), // a definition stays a mapping
    },
    conflict: conflictOf(saving.error, base, value, settle),
    replace: setValue,
    discard: () => settle(latest, latest.definition),
  }
}

/** `base` is what `value` was made of, `latest` what was heard of last. */
function useValueUpon(read: Read) {
  const [heard, setHeard] = useState(read)
  const [base, setBase] = useState(read)
  const [latest, setLatest] = useState(read)
  const [value, setValue] = useState(read.definition)
  const begin = (next: Read, valueOf: (now: Members) => Members): void => {
    setBase(next)
    setLatest(next)
    setValue(valueOf)
  }
  if (heard.etag !== read.etag) {
    setHeard(read)
    if (isSame(base.definition, value)) begin(read, () => read.definition)
    else setLatest(read) // saving will tell of it
  }
  return { base, value, latest, begin, setValue }
}

function conflictOf(
  error: Error | null,
  base: Read,
  mine: Members,
  settle: (base: Read, value: Members) => void,
): Conflict | undefined {
  if (!(error instanceof Problem) || error.status !== 412) return undefined
  const { current, etag } = error.members
  const theirs = (current ?? null) as Members | null // as the API documents it
  const read = { definition: theirs ?? base.definition, etag: typeof etag === 'string' ? etag : '' }
  const changes = changesBetween(base.definition, mine)
  return {
    current: theirs,
    disputed: theirs === null ? [] : disputed(changes, base.definition, theirs),
    keepMine: () => settle(read, theirs === null ? mine : (changed(theirs, changes) as Members)), // mappings stay such
    takeTheirs: () => settle(read, read.definition),
  }
}

function definitionIn(answer: unknown): Members | undefined {
  return (answer as { readonly definition?: Members } | undefined)?.definition // as the API documents it
}
