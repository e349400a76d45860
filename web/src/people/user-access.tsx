import { Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { timeText } from '../texts/language.ts'
import type { PasswordLink, User } from './people-answers.ts'
import { SecretOnce } from './secret-once.tsx'
import { useTexts } from './texts.ts'

/** A new link for the password, and the end of the user. */
interface UserAccessProps {
  readonly path: string
  readonly read: Tagged<User>
}

export function UserAccess({ path, read }: UserAccessProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const navigate = useNavigate()
  const { name, source } = read.value
  const link = useChange(() => ask<PasswordLink>(`${path}/password-link`, { method: 'POST' }), [])
  const removal = useChange(async () => {
    await ask(path, { method: 'DELETE', ifMatch: read.etag })
    await navigate({ to: '/users', search: { search: '' } })
  }, ['/users'])
  return (
    <>
      <NotDone error={link.error} />
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
      {link.data === undefined ? null : (
        <SecretOnce
          text={say('linkOnce', { name, until: timeText(link.data.linkExpiresAt) })}
          secret={link.data.passwordLink}
          of={say('linkOf', { name })}
          done={() => link.reset()}
        />
      )}
      <Group>
        {source === 'local' ? (
          <ConfirmedButton
            question={say('newLinkQuestion')}
            loading={link.isPending}
            act={() => link.mutate()}
          >
            {say('newLink')}
          </ConfirmedButton>
        ) : null}
        <ConfirmedButton
          question={say('removeQuestion', { name })}
          loading={removal.isPending}
          act={() => removal.mutate()}
        >
          {t('remove')}
        </ConfirmedButton>
      </Group>
    </>
  )
}
