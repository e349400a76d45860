import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { creationKeys } from '../api/creation-keys.ts'
import { type Session, useSession } from '../api/session.ts'
import { NotDone } from '../frame/not-done.tsx'
import { useTexts } from './texts.ts'

/** A gateway begins with a name; all else can be said later. */
export function NewGateway(): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  return isOpen ? (
    <Form close={close} />
  ) : (
    <Button onClick={open} w="fit-content">
      {say('newGateway')}
    </Button>
  )
}

function Form({ close }: { readonly close: () => void }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const navigate = useNavigate()
  const session = useSession()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [keyOf] = useState(creationKeys)
  const creation = useChange(async () => {
    const body = { name, description, ...maintainersFrom(session) }
    await ask('/gateways', { method: 'POST', body, idempotencyKey: keyOf(body) })
    await navigate({ to: '/gateways/$gateway', params: { gateway: name } })
  }, ['/gateways', 'session']) // whoever makes one may change it from now on
  return (
    <form
      className="narrow"
      aria-label={say('newGateway')}
      onSubmit={(event) => {
        event.preventDefault()
        creation.mutate()
      }}
    >
      <Stack>
        <NotDone error={creation.error} />
        <TextInput
          label={t('name')}
          description={say('nameRule')}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
          data-autofocus
        />
        <Textarea
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

/** Who makes a gateway is in charge of it; a token stands for nobody. */
function maintainersFrom(session: Session | null | undefined): { maintainers?: string[] } {
  const name = session?.user?.name
  return name === undefined ? {} : { maintainers: [name] }
}
