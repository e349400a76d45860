import { Button, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import type { User } from './people-answers.ts'
import { useTexts } from './texts.ts'
import { DetailFields } from './user-details.tsx'

/** Changes a user. Only what can be changed here is sent; all else stays as it is. */
interface UserFormProps {
  readonly path: string
  readonly read: Tagged<User>
  readonly showCurrent: () => unknown
}

export function UserForm({ path, read, showCurrent }: UserFormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [user, setUser] = useState(read.value)
  const saving = useChange(async () => {
    const { displayName, email, groups, isAdministrator, disabled } = user
    const body = { displayName, email, groups, isAdministrator, disabled }
    await ask(path, { method: 'PATCH', body, ifMatch: read.etag })
  }, ['/users'])
  return (
    <form
      className="form-narrow"
      aria-label={read.value.name}
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <Stack gap="sm">
        <NotDone error={saving.error} showCurrent={showCurrent} />
        <DetailFields
          details={user}
          change={(details) => setUser({ ...user, ...details })}
          error={saving.error}
          ofProvider={read.value.source === 'oidc'}
        />
        <Switch
          label={say('disabled')}
          description={say('disabledHint')}
          checked={user.disabled}
          onChange={({ currentTarget }) => setUser({ ...user, disabled: currentTarget.checked })}
        />
        <div>
          <Button type="submit" loading={saving.isPending}>
            {t('save')}
          </Button>{' '}
          <span aria-live="polite">{saving.isSuccess ? say('saved') : ''}</span>
        </div>
      </Stack>
    </form>
  )
}
