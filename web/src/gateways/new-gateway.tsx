import { Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { creationKeys } from '../api/creation-keys.ts'
import { type Session, useSession } from '../api/session.ts'
import { CreationForm, OpeningButton } from './creation-form.tsx'
import { useTexts } from './texts.ts'

/** A gateway begins with a name; all else can be said later. */
export function NewGateway(): React.ReactElement {
  const say = useTexts()
  return (
    <OpeningButton title={say('newGateway')} w="fit-content">
      {(close) => <Form close={close} />}
    </OpeningButton>
  )
}

function Form({ close }: { readonly close: () => void }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [description, setDescription] = useState('')
  const creation = useCreation()
  return (
    <CreationForm
      title={say('newGateway')}
      nameRule={say('nameRule')}
      creation={creation}
      create={(name) => creation.mutate({ name, description })}
      close={close}
    >
      <Textarea
        label={t('description')}
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
    </CreationForm>
  )
}

function useCreation() {
  const navigate = useNavigate()
  const session = useSession()
  const [keyOf] = useState(creationKeys)
  return useChange(
    async (said: { readonly name: string; readonly description: string }) => {
      const body = { ...said, ...maintainersFrom(session) }
      await ask('/gateways', { method: 'POST', body, idempotencyKey: keyOf(body) })
      await navigate({ to: '/gateways/$gateway', params: { gateway: said.name } })
    },
    ['/gateways', 'session'], // whoever makes one may change it from now on
  )
}

/** Who makes a gateway is in charge of it; a token stands for nobody. */
function maintainersFrom(session: Session | null | undefined): { maintainers?: string[] } {
  const name = session?.user?.name
  return name === undefined ? {} : { maintainers: [name] }
}
