import { Alert, Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/ask.ts'
import { useLeaveQuestion } from '../forms/use-leave-question.ts'
import { NotDone } from '../frame/not-done.tsx'
import { sentencesOf } from '../frame/problem-sentences.ts'
import { useTexts } from './texts.ts'
import type { EditedPart } from './use-edited-part.ts'

/** Below a form upon a part: save, undo; where another person was first, what to do with both versions. */
interface PartBarProps {
  readonly part: EditedPart
  /** What is said once it is saved: in the draft, or in effect at once. */
  readonly saved: string
}

export function PartBar({ part, saved }: PartBarProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  useLeaveQuestion(part.isChanged)
  return (
    <div className="part-bar">
      {part.conflict === undefined ? <NotDone error={part.error} /> : <Conflict part={part} />}
      <Group gap="sm">
        {/* never disabled: a name that is typed and not ended yet becomes one when the field is left for this */}
        <Button
          type="submit"
          loading={part.isSaving}
          variant={part.isChanged ? 'filled' : 'default'}
        >
          {t('save')}
        </Button>
        {part.isChanged ? (
          <Button variant="default" onClick={part.undo}>
            {say('undo')}
          </Button>
        ) : null}
        <span aria-live="polite" className="said">
          {part.isSaved ? saved : part.isChanged ? say('notSaved') : ''}
        </span>
      </Group>
    </div>
  )
}

function Conflict({ part }: { readonly part: EditedPart }): React.ReactElement {
  const say = useTexts()
  return (
    <Alert color="orange" role="alert" title={say('conflictTitle')}>
      <p>{say('conflictWords')}</p>
      <details>
        <summary>{say('whatIsThereNow')}</summary>
        <pre tabIndex={0}>{JSON.stringify(part.conflict?.value, undefined, 2)}</pre>
      </details>
      <Group gap="xs">
        <Button size="xs" onClick={part.keepMine}>
          {say('keepMine')}
        </Button>
        <Button size="xs" variant="default" onClick={part.takeTheirs}>
          {say('takeTheirs')}
        </Button>
      </Group>
    </Alert>
  )
}

/** What the server says is wrong at a place of the form, such as `hosts[1].weight`, for the field. */
export function problemAt(error: Error | null, place: string): string | undefined {
  if (!(error instanceof Problem)) return undefined
  const found = error.errors.find(({ path }) => path === place || path.endsWith(`.${place}`))
  return found === undefined ? undefined : sentencesOf(found)
}
