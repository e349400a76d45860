import { Button, Drawer, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestView } from '../request/request-view.tsx'
import type { ListedFlow } from './listed-flow.ts'
import { sameKind } from './row-keys.ts'
import { useTexts } from './texts.ts'

/** One request beside the list, which keeps its place. */
interface FlowDrawerProps {
  readonly flows: readonly ListedFlow[]
  /** '': none is open. */
  readonly id: string
  readonly show: (id: string) => void
}

export function FlowDrawer({ flows, id, show }: FlowDrawerProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const older = sameKind(flows, id, 1)
  const newer = sameKind(flows, id, -1)
  // live records come to the list four times a second, and change nothing of this one
  const view = useMemo(() => (id === '' ? null : <RequestView id={id} />), [id])
  const press = ({ key, target, currentTarget }: React.KeyboardEvent): void => {
    if (!(target instanceof Node && currentTarget.contains(target))) return // of a dialog above this one
    const next = key === '[' ? older : key === ']' ? newer : undefined
    if (next === undefined) return
    show(next.request_id)
    currentTarget.querySelector<HTMLElement>('[role=dialog]')?.focus() // what had it goes with the request
  }
  return (
    <Drawer
      opened={id !== ''}
      onClose={() => {
        if (!isUnderDialog()) show('')
      }}
      position="right"
      size="min(56rem, 92vw)"
      title={id}
      closeButtonProps={{ 'aria-label': t('close') }}
      onKeyDown={press}
    >
      <Group gap="xs" mb="sm">
        <Button
          size="xs"
          variant="default"
          disabled={older === undefined}
          onClick={() => show(older?.request_id ?? id)}
        >
          {say('older')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={newer === undefined}
          onClick={() => show(newer?.request_id ?? id)}
        >
          {say('newer')}
        </Button>
        <Link to="/r/$id" params={{ id }}>
          {say('openAsPage')}
        </Link>
      </Group>
      {view}
    </Drawer>
  )
}

/** Escape is heard by every dialog that is open, and means the uppermost. */
function isUnderDialog(): boolean {
  return document.querySelectorAll('[role=dialog]').length > 1
}
