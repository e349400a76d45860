import { Button, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, Problem } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { FormEnd } from '../frame/form-end.tsx'
import { LineInput } from '../frame/line-input.tsx'
import { NotDone } from '../frame/not-done.tsx'
import type { App } from './app-answers.ts'
import { useTexts } from './texts.ts'

/** An application begins with a code; its first key is made on its page. */
export function NewApp(): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  return isOpen ? <Form close={close} /> : <Button onClick={open}>{say('newApp')}</Button>
}

function Form({ close }: { readonly close: () => void }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [code, setCode] = useState('')
  const [description, setDescription] = useState('')
  const [owner, setOwner] = useState('')
  const creation = useCreation({ code, description, owner: owner.trim() })
  const { error } = creation
  const isTaken = error instanceof Problem && error.key === 'app_exists'
  return (
    <form
      className="narrow"
      aria-label={say('newApp')}
      onSubmit={(event) => {
        event.preventDefault()
        creation.mutate()
      }}
    >
      <Stack>
        <NotDone error={isTaken ? null : error} />
        <LineInput
          label={say('code')}
          description={say('codeRule')}
          value={code}
          maxLength={32}
          pattern="[a-z][a-z0-9_\-]*"
          change={setCode}
          error={isTaken ? error.message : undefined}
          spellCheck={false}
          required
          autoFocus
        />
        <LineInput
          label={say('description')}
          value={description}
          maxLength={512}
          change={setDescription}
        />
        <LineInput
          label={say('owner')}
          description={say('ownerRule')}
          value={owner}
          maxLength={128}
          change={setOwner}
        />
        <FormEnd label={t('create')} isPending={creation.isPending} cancel={close} />
      </Stack>
    </form>
  )
}

/** Without an owner it is who creates it. */
function useCreation({ code, description, owner }: Pick<App, 'code' | 'description' | 'owner'>) {
  const navigate = useNavigate()
  return useChange(async () => {
    const body = { code, description, ...(owner === '' ? {} : { owner }) }
    await ask<App>('/apps', { method: 'POST', body })
    await navigate({ to: '/apps/$app', params: { app: code } })
  }, ['/apps'])
}
