import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { NamesField } from './backend-editor.tsx'
import { gatewayPath } from './gateway-path.ts'
import { problemAt } from './part-bar.tsx'
import { useTexts } from './texts.ts'

/** Another target of resources. */
export function NewBackend({ gateway }: { readonly gateway: string }): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  const [wasOpen, setWasOpen] = useState(false)
  if (isOpen) return <Form gateway={gateway} close={close} />
  const show = (): void => {
    setWasOpen(true)
    open()
  }
  return (
    <Button onClick={show} autoFocus={wasOpen}>
      {say('newBackend')}
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
  const [owners, setOwners] = useState<readonly string[]>([])
  const creation = useCreation(gateway)
  return (
    <form
      className="narrow"
      aria-label={say('newBackend')}
      onSubmit={(event) => {
        event.preventDefault()
        creation.mutate({ name, owners }, { onSuccess: close })
      }}
    >
      <Stack>
        <NotDone error={creation.error} />
        <TextInput
          label={t('name')}
          description={say('backendNameRule')}
          value={name}
          error={problemAt(creation.error, 'name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
          autoFocus
        />
        <NamesField
          label={say('owners')}
          description={say('ownersWords')}
          names={owners}
          error={problemAt(creation.error, 'owners')}
          put={setOwners}
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
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const path = gatewayPath(gateway, 'backends')
  return useChange(
    (body: object) => ask(path, { method: 'POST', body, idempotencyKey }),
    [gatewayPath(gateway)],
  )
}
