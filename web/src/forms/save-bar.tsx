import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EditedPart } from './edited-part.ts'
import { NotSaved } from './not-saved.tsx'
import { useTexts } from './texts.ts'
import { useLeaveQuestion } from './use-leave-question.ts'

/** Below a form: saves it, says what became of it, and lets nobody leave with unsaved changes unasked. */
interface SaveBarProps {
  readonly edited: EditedPart
  /** Why it cannot be saved now; '' where it can. */
  readonly hindrance?: string
  /** It can be saved as it begins. */
  readonly isNew?: boolean
  readonly children?: React.ReactNode
}

export function SaveBar({
  edited,
  hindrance = '',
  isNew = false,
  children,
}: SaveBarProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { saving, isChanged, form, discard } = edited
  useLeaveQuestion(isChanged)
  if (form.isReadOnly) return <p>{say('readOnly')}</p>
  return (
    <div className="save-bar">
      <NotSaved edited={edited} />
      <Group gap="xs">
        <Button
          type="submit"
          loading={saving.isPending}
          disabled={(!isChanged && !isNew) || hindrance !== ''}
        >
          {say('saveDraft')}
        </Button>
        <Button variant="default" onClick={discard} disabled={!isChanged}>
          {say('discard')}
        </Button>
        {children}
        <span role="status">
          {hindrance !== '' ? hindrance : isChanged ? say('unsaved') : ''}
          {!isChanged && saving.isSuccess ? say('saved') : ''}
          {saving.isPending ? t('loading') : ''}
        </span>
      </Group>
    </div>
  )
}
