import { TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { creationKeys } from '../api/creation-keys.ts'
import { CreationForm, OpeningButton } from './creation-form.tsx'
import { gatewayPath } from './gateway-path.ts'
import { useTexts } from './texts.ts'

/** Another environment; its hosts are said on its page, which opens then. */
export function NewStage({ gateway }: { readonly gateway: string }): React.ReactElement {
  const say = useTexts()
  return (
    <OpeningButton title={say('newStage')} variant="default">
      {(close) => <Form gateway={gateway} close={close} />}
    </OpeningButton>
  )
}

interface FormProps {
  readonly gateway: string
  readonly close: () => void
}

function Form({ gateway, close }: FormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [description, setDescription] = useState('')
  const creation = useCreation(gateway)
  return (
    <CreationForm
      title={say('newStage')}
      nameRule={say('stageNameRule')}
      creation={creation}
      create={(name) => creation.mutate({ name, ...(description === '' ? {} : { description }) })}
      close={close}
    >
      <TextInput
        label={t('description')}
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
    </CreationForm>
  )
}

function useCreation(gateway: string) {
  const navigate = useNavigate()
  const [keyOf] = useState(creationKeys)
  return useChange(
    async (body: { readonly name: string }) => {
      await ask(gatewayPath(gateway, 'stages'), {
        method: 'POST',
        body,
        idempotencyKey: keyOf(body),
      })
      const params = { gateway, stage: body.name }
      await navigate({ to: '/gateways/$gateway/stages/$stage', params })
    },
    [gatewayPath(gateway)],
  )
}
