import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { fieldProblem } from '../frame/field-problem.ts'
import { NotDone } from '../frame/not-done.tsx'
import { useFirstFocus } from '../frame/use-first-focus.ts'
import { timeText } from '../texts/language.ts'
import type { PasswordLink, User } from './people-answers.ts'
import { SecretOnce } from './secret-once.tsx'
import { useTexts } from './texts.ts'
import { type Details, DetailFields } from './user-details.tsx'

/** A user begins with a name; the answer is a link by which they choose a password. */
export function NewUser(): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  if (isOpen) return <Form close={close} />
  return (
    <div className="actions">
      <Button onClick={open}>{say('newUser')}</Button>
    </div>
  )
}

const nothing: Details = { displayName: '', email: '', groups: [], isAdministrator: false }

function Form({ close }: { readonly close: () => void }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [name, setName] = useState('')
  const [details, setDetails] = useState(nothing)
  const making = useChange(async () => {
    const body = { name, ...details }
    return await ask<{ readonly user: User } & PasswordLink>('/users', { method: 'POST', body })
  }, ['/users'])
  if (making.data !== undefined) {
    const { user, passwordLink, linkExpiresAt } = making.data
    const text = say('linkOnce', { name: user.name, until: timeText(linkExpiresAt) })
    const of = say('linkOf', { name: user.name })
    return <SecretOnce text={text} secret={passwordLink} of={of} done={close} />
  }
  return (
    <form
      className="form-narrow"
      aria-label={say('newUser')}
      onSubmit={(event) => {
        event.preventDefault()
        making.mutate()
      }}
    >
      <Stack gap="sm">
        <NotDone error={making.error} />
        <NameField name={name} change={setName} error={making.error} />
        <DetailFields details={details} change={setDetails} error={making.error} />
        <Group>
          <Button type="submit" loading={making.isPending}>
            {t('create')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface NameFieldProps {
  readonly name: string
  readonly change: (name: string) => void
  readonly error: Error | null
}

function NameField({ name, change, error }: NameFieldProps): React.ReactElement {
  const say = useTexts()
  const first = useFirstFocus<HTMLInputElement>()
  return (
    <TextInput
      label={say('userName')}
      description={say('userNameRule')}
      value={name}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      error={fieldProblem(error, 'name')}
      autoComplete="off"
      maxLength={64}
      required
      ref={first}
    />
  )
}
