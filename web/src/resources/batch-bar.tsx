import { Button, Group, Modal, NativeSelect, Stack, TagsInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { everyPage } from '../api/pages.ts'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { type BatchAct, batchBody, firstAct } from './batch-body.ts'
import { useBackends } from './resource-filters.tsx'
import type { FoundResources } from './resources-page.tsx'
import { useTexts } from './texts.ts'

/** How many were found and selected, and what can be done with all that are selected: with all of them, or with none. */
interface BatchBarProps {
  readonly gateway: string
  readonly found: FoundResources
  readonly mayChange: boolean
  readonly selected: ReadonlySet<string>
  readonly select: (names: ReadonlySet<string>) => void
}

export function BatchBar(props: BatchBarProps): React.ReactElement {
  const { found, mayChange, selected, select } = props
  const say = useTexts()
  const total = found.data?.total ?? 0
  return (
    <Group gap="xs" className="batch-bar">
      <span role="status">
        {say('count', { count: total })}
        {selected.size === 0 ? '' : ` · ${say('selectedCount', { count: selected.size })}`}
      </span>
      {mayChange && total > 0 ? <SelectAll found={found} select={select} /> : null}
      {selected.size === 0 ? null : (
        <>
          <Button size="xs" variant="subtle" onClick={() => select(new Set())}>
            {say('selectNone')}
          </Button>
          <Batch {...props} />
        </>
      )}
    </Group>
  )
}

interface SelectAllProps {
  readonly found: FoundResources
  readonly select: (names: ReadonlySet<string>) => void
}

/** Also those that nobody scrolled to; none where not all could be read, which the list says. */
function SelectAll({ found, select }: SelectAllProps): React.ReactElement {
  const say = useTexts()
  const [isAsking, setAsking] = useState(false)
  const act = async (): Promise<void> => {
    setAsking(true)
    const all = await everyPage(found)
    if (all !== undefined) select(new Set(all.resources.map(({ name }) => name)))
    setAsking(false)
  }
  return (
    <Button
      size="xs"
      variant="subtle"
      loading={isAsking}
      disabled={found.isPlaceholderData} // of the search before
      onClick={() => void act()}
    >
      {say('selectAll')}
    </Button>
  )
}

function Batch({ gateway, found, selected, select }: BatchBarProps): React.ReactElement {
  const say = useTexts()
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {say('changeSelected')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={say('batchTitle', { count: selected.size })}
        closeButtonProps={{ 'aria-label': say('close') }}
      >
        <BatchForm
          gateway={gateway}
          etag={found.data?.etag ?? ''}
          names={[...selected]}
          close={close}
          done={() => {
            select(new Set())
            close()
          }}
          readAgain={() => void found.refetch()}
        />
      </Modal>
    </>
  )
}

const acts = ['addLabels', 'removeLabels', 'backend', 'public', 'delete'] as const

interface BatchFormProps {
  readonly gateway: string
  readonly etag: string
  readonly names: readonly string[]
  readonly close: () => void
  readonly done: () => void
  readonly readAgain: () => void
}

function BatchForm(props: BatchFormProps): React.ReactElement {
  const { gateway, etag, names, close, done, readAgain } = props
  const say = useTexts()
  const { t } = useTranslation()
  const [act, setAct] = useState<BatchAct>({ kind: 'addLabels', labels: [] })
  const backends = useBackends(gateway).map(({ name }) => name)
  const path = gatewayPath(gateway, 'resources')
  const change = useChange(async () => {
    const body = batchBody(names, act)
    await ask(`${path}/batch`, { method: 'POST', body, ifMatch: etag })
    done()
  }, [gatewayPath(gateway)])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <Stack>
        <NotDone error={change.error} showCurrent={readAgain} />
        <NativeSelect
          label={say('whatToDo')}
          value={act.kind}
          data={acts.map((kind) => ({ value: kind, label: say(`batch_${kind}`) }))}
          onChange={({ currentTarget }) => setAct(firstAct(currentTarget.value, backends))}
          data-autofocus
        />
        <ActField backends={backends} act={act} setAct={setAct} />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            color={act.kind === 'delete' ? 'red' : 'blue'}
            loading={change.isPending}
          >
            {say(act.kind === 'delete' ? 'deleteCount' : 'changeCount', { count: names.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface ActFieldProps {
  readonly backends: readonly string[]
  readonly act: BatchAct
  readonly setAct: (act: BatchAct) => void
}

function ActField({ backends, act, setAct }: ActFieldProps): React.ReactElement {
  const say = useTexts()
  switch (act.kind) {
    case 'delete':
      return <p>{say('batchDeleteSays')}</p>
    case 'backend':
      return (
        <NativeSelect
          label={say('backend')}
          value={act.backend}
          data={backends}
          onChange={({ currentTarget }) => setAct({ ...act, backend: currentTarget.value })}
        />
      )
    case 'public':
      return (
        <NativeSelect
          label={say('public')}
          value={act.isPublic ? 'yes' : 'no'}
          data={[
            { value: 'yes', label: say('publicYes') },
            { value: 'no', label: say('publicNo') },
          ]}
          onChange={({ currentTarget }) =>
            setAct({ ...act, isPublic: currentTarget.value === 'yes' })
          }
        />
      )
    case 'addLabels':
    case 'removeLabels':
      return (
        <TagsInput
          label={say('labels')}
          description={say('labelsHelp')}
          value={[...act.labels]}
          onChange={(labels) => setAct({ ...act, labels })}
        />
      )
  }
}
