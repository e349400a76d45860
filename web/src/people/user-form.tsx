import { Button, Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '../api/ask.ts'
import { changeUpon } from '../api/change-upon.ts'
import { useEditedPart } from '../forms/edited-part.ts'
import { NotSaved } from '../forms/not-saved.tsx'
import type { User } from './people-answers.ts'
import { useTexts } from './texts.ts'
import { DetailFields, type Details } from './user-details.tsx'

/** Changes a user. Only what can be changed here is sent; all else stays as it is. */
interface UserFormProps {
  readonly path: string
  readonly read: Tagged<User>
}

export function UserForm({ path, read }: UserFormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const edited = useEditedPart({
    read: { definition: changeable(read.value), etag: read.etag },
    isReadOnly: false,
    problems: [],
    save: (body, ifMatch) =>
      changeUpon(path, { method: 'PATCH', body, ifMatch }, (now) => changeable(now as User)), // as the API documents it
    stale: ['/users'],
  })
  const { value, replace, saving, isChanged } = edited
  const user = value as Changeable // nothing else is put in its place
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
        <NotSaved edited={edited} />
        <DetailFields
          details={user}
          change={(details) => replace({ ...user, ...details })}
          error={saving.error}
          ofProvider={read.value.source === 'oidc'}
        />
        <Switch
          label={say('disabled')}
          description={say('disabledHint')}
          checked={user.disabled}
          onChange={({ currentTarget }) => replace({ ...user, disabled: currentTarget.checked })}
        />
        <div>
          <Button type="submit" loading={saving.isPending}>
            {t('save')}
          </Button>{' '}
          <span aria-live="polite">{saving.isSuccess && !isChanged ? say('saved') : ''}</span>
        </div>
      </Stack>
    </form>
  )
}

type Changeable = Details & Pick<User, 'disabled'>

function changeable({ displayName, email, groups, isAdministrator, disabled }: User) {
  return { displayName, email, groups, isAdministrator, disabled }
}
