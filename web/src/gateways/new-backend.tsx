import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { creationKeys } from '../api/creation-keys.ts'
import { NamesField } from './backend-editor.tsx'
import { CreationForm, OpeningButton } from './creation-form.tsx'
import { gatewayPath } from './gateway-path.ts'
import { problemAt } from './part-bar.tsx'
import { useTexts } from './texts.ts'

/** Another target of resources. */
export function NewBackend({ gateway }: { readonly gateway: string }): React.ReactElement {
  const say = useTexts()
  return (
    <OpeningButton title={say('newBackend')}>
      {(close) => <Form gateway={gateway} close={close} />}
    </OpeningButton>
  )
}

interface FormProps {
  readonly gateway: string
  readonly close: () => void
}

function Form({ gateway, close }: FormProps): React.ReactElement {
  const say = useTexts()
  const [owners, setOwners] = useState<readonly string[]>([])
  const [keyOf] = useState(creationKeys)
  const path = gatewayPath(gateway, 'backends')
  const creation = useChange(
    (body: object) => ask(path, { method: 'POST', body, idempotencyKey: keyOf(body) }),
    [gatewayPath(gateway)],
  )
  return (
    <CreationForm
      title={say('newBackend')}
      nameRule={say('backendNameRule')}
      creation={creation}
      create={(name) => creation.mutate({ name, owners }, { onSuccess: close })}
      close={close}
    >
      <NamesField
        label={say('owners')}
        description={say('ownersWords')}
        names={owners}
        error={problemAt(creation.error, 'owners')}
        put={setOwners}
      />
    </CreationForm>
  )
}
