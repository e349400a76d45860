import { Button, Group, MultiSelect, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { usePages } from '../api/pages.ts'
import { FormEnd } from '../frame/form-end.tsx'
import { LineInput } from '../frame/line-input.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { EndChoice } from './end-choice.tsx'
import { dayAfter, endOfDay } from './permission-wish.ts'
import { useTexts } from './texts.ts'

/** A permission that nobody asked for. */
interface GiveGrantProps {
  readonly gateway: string
  readonly tell: (words: string) => void
}

export function GiveGrant(props: GiveGrantProps): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  return isOpen ? (
    <Form {...props} close={close} />
  ) : (
    <Group mt="md">
      <Button onClick={open}>{say('give')}</Button>
    </Group>
  )
}

function Form({ gateway, tell, close }: GiveGrantProps & { readonly close: () => void }) {
  const say = useTexts()
  const path = `/gateways/${encodeURIComponent(gateway)}`
  const [app, setApp] = useState('')
  const [resources, setResources] = useState<readonly string[]>([])
  const [day, setDay] = useState(() => dayAfter(180, Date.now()))
  const [reason, setReason] = useState('')
  const giving = useChange(async () => {
    const body = {
      app: app.trim(),
      ...(resources.length === 0 ? {} : { resources }),
      expiresAt: endOfDay(day),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    }
    await ask(`${path}/grants`, { method: 'POST', body })
    close()
    tell(say('given', { app: body.app }))
  }, [`${path}/grants`, '/apps'])
  return (
    <form
      className="narrow"
      aria-label={say('give')}
      onSubmit={(event) => {
        event.preventDefault()
        giving.mutate()
      }}
    >
      <Stack>
        <NotDone error={giving.error} />
        <LineInput
          label={say('appCode')}
          value={app}
          maxLength={32}
          change={setApp}
          required
          autoFocus
        />
        <ResourceField path={path} chosen={resources} choose={setResources} />
        <EndChoice day={day} choose={setDay} />
        <LineInput label={say('reason')} value={reason} maxLength={512} change={setReason} />
        <FormEnd label={say('give')} isPending={giving.isPending} cancel={close} />
      </Stack>
    </form>
  )
}

interface ResourceFieldProps {
  readonly path: string
  readonly chosen: readonly string[]
  readonly choose: (names: readonly string[]) => void
}

function ResourceField({ path, chosen, choose }: ResourceFieldProps): React.ReactElement {
  const say = useTexts()
  const live = usePages<{ readonly name: string }>(`/portal${path}/resources`, { limit: 1_000 })
  return (
    <MultiSelect
      label={say('resources')}
      description={say('resourcesHint')}
      data={(live.data ?? []).map(({ name }) => name)}
      value={[...chosen]}
      onChange={choose}
      searchable
      clearable
      limit={100}
    />
  )
}
