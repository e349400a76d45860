import { Alert, Button, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { FormEnd } from '../frame/form-end.tsx'
import { LineInput } from '../frame/line-input.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { UponRead } from '../frame/upon-read.tsx'
import type { App } from './app-answers.ts'
import { useTexts } from './texts.ts'

/** Whose an application is and what it is for; and its end. */
export interface AppProps {
  readonly read: Tagged<App>
  readonly path: string
  readonly again: () => Promise<{ readonly data?: Tagged<App> | undefined }>
}

export function AboutApp(props: AppProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  const { owner, description, managedBy } = props.read.value
  if (isOpen) {
    return (
      <UponRead read={props.read} again={props.again} isSame={isSaidTheSame}>
        {(read, showCurrent) => (
          <Form path={props.path} read={read} showCurrent={showCurrent} close={close} />
        )}
      </UponRead>
    )
  }
  return (
    <>
      <p className="lead">{description}</p>
      <p>
        {say('ownedBy', { owner })}{' '}
        <Button size="compact-sm" variant="default" onClick={open}>
          {t('edit')}
        </Button>
      </p>
      {managedBy === 'file' ? <Alert color="orange">{say('ofFile')}</Alert> : null}
    </>
  )
}

/** Its keys are changed on the same page. */
function isSaidTheSame(before: App, now: App): boolean {
  return before.description === now.description && before.owner === now.owner
}

interface FormProps extends Omit<AppProps, 'again'> {
  readonly showCurrent: () => unknown
  readonly close: () => void
}

function Form({ read, path, showCurrent, close }: FormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const app = read.value
  const [description, setDescription] = useState(app.description)
  const [owner, setOwner] = useState(app.owner)
  const saving = useChange(async () => {
    const body = {
      ...(description === app.description ? {} : { description }),
      ...(owner === app.owner ? {} : { owner }),
    }
    await ask(path, { method: 'PATCH', body, ifMatch: read.etag })
    close()
  }, ['/apps'])
  return (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <Stack>
        <NotDone error={saving.error} showCurrent={showCurrent} />
        <LineInput
          label={say('description')}
          value={description}
          maxLength={512}
          change={setDescription}
          autoFocus
        />
        <LineInput
          label={say('owner')}
          description={say('ownerRule')}
          value={owner}
          maxLength={128}
          change={setOwner}
          required
        />
        <FormEnd label={t('save')} isPending={saving.isPending} cancel={close} />
      </Stack>
    </form>
  )
}

export function DeleteApp({ read, path, again }: AppProps): React.ReactElement {
  const say = useTexts()
  const navigate = useNavigate()
  const { code } = read.value
  const deletion = useChange(async () => {
    await ask(path, { method: 'DELETE', ifMatch: read.etag })
    await navigate({ to: '/apps' })
  }, ['/apps', '/permission-requests'])
  return (
    <section>
      <h2>{say('end')}</h2>
      <NotDone error={deletion.error} showCurrent={again} />
      <ConfirmedButton
        question={say('deleteQuestion', { app: code })}
        loading={deletion.isPending}
        act={() => deletion.mutate()}
      >
        {say('deleteApp')}
      </ConfirmedButton>
    </section>
  )
}
