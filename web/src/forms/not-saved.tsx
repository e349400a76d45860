import { NotDone } from '../frame/not-done.tsx'
import { ConflictNotice } from './conflict-notice.tsx'
import type { EditedPart } from './edited-part.ts'

/** Why it was not saved; where another was first, what to do with both versions. */
interface NotSavedProps {
  readonly edited: Pick<EditedPart, 'conflict' | 'saving'>
}

export function NotSaved({ edited }: NotSavedProps): React.ReactElement {
  const { conflict, saving } = edited
  return conflict === undefined ? (
    <NotDone error={saving.error} />
  ) : (
    <ConflictNotice conflict={conflict} />
  )
}
