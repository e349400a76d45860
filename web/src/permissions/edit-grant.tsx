import { Checkbox, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, askTagged, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { Loaded } from '../frame/loaded.tsx'
import { FormEnd } from '../frame/form-end.tsx'
import { LineInput } from '../frame/line-input.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { UponRead } from '../frame/upon-read.tsx'
import { EndChoice } from './end-choice.tsx'
import type { Grant } from './permission-answers.ts'
import { dayOf, grantChange } from './permission-wish.ts'
import { useTexts } from './texts.ts'

/** Renews a permission, shortens it, or leaves it only some resources. */
interface EditGrantProps {
  readonly path: string
  readonly tell: (words: string) => void
  readonly close: () => void
}

export function EditGrant(props: EditGrantProps): React.ReactElement {
  const { path } = props
  const found = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => askTagged<Grant>(path, { signal }),
    gcTime: 0, // opened again it is as it is then
  })
  return (
    <Loaded of={found}>
      {(read) => (
        <UponRead read={read} again={found.refetch}>
          {(upon, showCurrent) => <Form {...props} read={upon} showCurrent={showCurrent} />}
        </UponRead>
      )}
    </Loaded>
  )
}

interface FormProps extends EditGrantProps {
  readonly read: Tagged<Grant>
  readonly showCurrent: () => unknown
}

function Form({ path, tell, close, read, showCurrent }: FormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const grant = read.value
  const [day, setDay] = useState(dayOf(grant.expiresAt))
  const [resources, setResources] = useState<readonly string[]>(grant.resources ?? [])
  const [reason, setReason] = useState(grant.reason)
  const saving = useChange(async () => {
    const body = grantChange(grant, { day, resources, reason })
    await ask(path, { method: 'PATCH', body, ifMatch: read.etag })
    close()
    tell(say('changed', { app: grant.app }))
  }, [path.slice(0, path.lastIndexOf('/')), '/apps'])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <Stack>
        <NotDone error={saving.error} showCurrent={showCurrent} />
        <EndChoice day={day} choose={setDay} />
        <KeptResources of={grant} kept={resources} keep={setResources} />
        <LineInput label={say('reason')} value={reason} maxLength={512} change={setReason} />
        <FormEnd
          label={t('save')}
          isPending={saving.isPending}
          cancel={close}
          disabled={grant.resources !== null && resources.length === 0}
        />
      </Stack>
    </form>
  )
}

interface KeptResourcesProps {
  readonly of: Grant
  readonly kept: readonly string[]
  readonly keep: (names: readonly string[]) => void
}

/** Of a permission on the whole gateway nothing can be taken away here: it has no list. */
function KeptResources({ of, kept, keep }: KeptResourcesProps): React.ReactElement | null {
  const say = useTexts()
  if (of.resources === null || of.resources.length < 2) return null
  return (
    <Checkbox.Group label={say('keepThese')} value={[...kept]} onChange={keep}>
      <Stack gap="xs" mt="xs">
        {of.resources.map((name) => (
          <Checkbox key={name} value={name} label={<code>{name}</code>} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
