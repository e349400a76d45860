import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { useSession } from '../api/session.ts'
import { CopyText } from '../frame/copy-text.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { timeText } from '../texts/language.ts'
import { useTexts } from './texts.ts'

/** Makes a link to one record, for who is not signed in; only people who are signed in can. */
interface ShareRecordProps {
  /** Of the request. */
  readonly id: string
}

export function ShareRecord({ id }: ShareRecordProps): React.ReactElement | null {
  const { t } = useTranslation()
  const say = useTexts()
  const session = useSession()
  const [isOpen, { open, close }] = useDisclosure()
  if (session === null || session === undefined) return null
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        {say('share')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={say('shareTitle')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <ShareForm id={id} />
      </Modal>
    </>
  )
}

/** The API takes 1 to 720. */
const lifetimesInHours = [1, 24, 168, 720]

interface Share {
  readonly link: string
  readonly expiresAt: string
}

function ShareForm({ id }: ShareRecordProps): React.ReactElement {
  const say = useTexts()
  const [hours, setHours] = useState(24)
  const [view, setView] = useState<'caller' | 'full'>('caller')
  const path = `/flow-records/${encodeURIComponent(id)}/share`
  const making = useChange(
    () => ask<Share>(path, { method: 'POST', body: { expiresInHours: hours, view } }),
    ['/gateways/'],
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        making.mutate()
      }}
    >
      <Stack>
        <p>{say('shareIntro')}</p>
        <NotDone error={making.error} />
        <NativeSelect
          label={say('expires')}
          value={String(hours)}
          data={lifetimesInHours.map((count) => ({
            value: String(count),
            label:
              count < 48 ? say('hours', { count }) : say('days', { count: Math.round(count / 24) }),
          }))}
          onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}
          data-autofocus
        />
        <NativeSelect
          label={say('view')}
          value={view}
          data={(['caller', 'full'] as const).map((value) => ({ value, label: say(value) }))}
          onChange={({ currentTarget }) => setView(currentTarget.value as 'caller' | 'full')} // one of `data`
        />
        <Group>
          <Button type="submit" loading={making.isPending}>
            {say('make')}
          </Button>
        </Group>
        <div aria-live="polite">
          {making.data === undefined ? null : <Made share={making.data} />}
        </div>
      </Stack>
    </form>
  )
}

function Made({ share }: { readonly share: Share }): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <p>{say('linkUntil', { until: timeText(share.expiresAt) })}</p>
      <p>
        <code className="shared-link">{share.link}</code>{' '}
        <CopyText text={share.link} of={say('theLink')} />
      </p>
    </>
  )
}
