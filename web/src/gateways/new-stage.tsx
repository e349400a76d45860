import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from './gateway-path.ts'
import { problemAt } from './part-bar.tsx'
import { useTexts } from './texts.ts'

/** Another environment; its hosts are said on its page, which opens then. */
export function NewStage({ gateway }: { readonly gateway: string }): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  const [wasOpen, setWasOpen] = useState(false)
  if (isOpen) return <Form gateway={gateway} close={close} />
  const show = (): void => {
    setWasOpen(true)
    open()
  }
  return (
    <Button variant="default" onClick={show} autoFocus={wasOpen}>
      {say('newStage')}
    </Button>
  )
}

interface FormProps {
  readonly gateway: string
  readonly close: () => void
}

function Form({ gateway, close }: FormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const creation = useCreation(gateway)
  return (
    <form
      className="narrow"
      aria-label={say('newStage')}
      onSubmit={(event) => {
        event.preventDefault()
        creation.mutate({ name, ...(description === '' ? {} : { description }) })
      }}
    >
      <Stack>
        <NotDone error={creation.error} />
        <TextInput
          label={t('name')}
          description={say('stageNameRule')}
          value={name}
          error={problemAt(creation.error, 'name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
          autoFocus
        />
        <TextInput
          label={t('description')}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={creation.isPending}>
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

function useCreation(gateway: string) {
  const navigate = useNavigate()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  return useChange(
    async (body: { readonly name: string }) => {
      await ask(gatewayPath(gateway, 'stages'), { method: 'POST', body, idempotencyKey })
      const params = { gateway, stage: body.name }
      await navigate({ to: '/gateways/$gateway/stages/$stage', params })
    },
    [gatewayPath(gateway)],
  )
}
