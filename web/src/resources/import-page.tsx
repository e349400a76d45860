import './resources.css'
import '../forms/forms.css'
import { Alert, Button, FileInput, Group, NativeSelect, Stack, Textarea } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { ImportReport } from './import-report.tsx'
import type { ImportAnswer } from './resource-answers.ts'
import { useBackends } from './resource-filters.tsx'
import { useTexts } from './texts.ts'

/** An OpenAPI document becomes resources of the draft: first what would become of each operation, then that. */
const route = getRouteApi('/gateways/$gateway/import')

interface Order {
  readonly text: string
  readonly mode: 'merge' | 'replace'
  /** '': as the document says. */
  readonly backend: string
}

export function ImportPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const mayChange = useMayMaintain(gateway)
  const [order, setOrder] = useState<Order>({ text: '', mode: 'merge', backend: '' })
  const path = gatewayPath(gateway, 'draft', 'import')
  const send = (dryRun: boolean): Promise<ImportAnswer> => {
    const { text, mode, backend } = order
    return ask(path, { method: 'POST', text, query: { mode, backend, dryRun: String(dryRun) } })
  }
  const preview = useChange(() => send(true), [])
  const taking = useChange(() => send(false), [gatewayPath(gateway)])
  const change = (part: Partial<Order>): void => {
    setOrder({ ...order, ...part })
    preview.reset()
    taking.reset()
  }
  if (!mayChange) return <Alert color="orange">{say('onlyMaintainersImport')}</Alert>
  return (
    <>
      <h2>{say('importTitle')}</h2>
      <p>{say('importIntro')}</p>
      <form
        aria-label={say('importTitle')}
        onSubmit={(event) => {
          event.preventDefault()
          preview.mutate()
        }}
      >
        <OrderFields gateway={gateway} order={order} change={change} />
        <NotDone error={preview.error ?? taking.error} />
        <Group mt="md">
          <Button type="submit" disabled={order.text === ''} loading={preview.isPending}>
            {say('preview')}
          </Button>
        </Group>
      </form>
      {taking.data !== undefined ? (
        <Taken gateway={gateway} answer={taking.data} />
      ) : preview.data === undefined ? null : (
        <Preview answer={preview.data} isTaking={taking.isPending} take={() => taking.mutate()} />
      )}
    </>
  )
}

interface OrderFieldsProps {
  readonly gateway: string
  readonly order: Order
  readonly change: (part: Partial<Order>) => void
}

const mostBytes = 8 * 1_024 * 1_024

function OrderFields({ gateway, order, change }: OrderFieldsProps): React.ReactElement {
  const say = useTexts()
  const [isTooLarge, setTooLarge] = useState(false)
  const read = async (file: File | null): Promise<void> => {
    setTooLarge((file?.size ?? 0) > mostBytes)
    if (file !== null && file.size <= mostBytes) change({ text: await file.text() })
  }
  return (
    <Stack>
      <FileInput
        label={say('file')}
        description={say('fileHelp')}
        placeholder={say('chooseFile')}
        accept=".yaml,.yml,.json,application/json,application/yaml"
        error={isTooLarge ? say('tooLarge') : undefined}
        maw="32rem"
        onChange={(file) => void read(file)}
      />
      <Textarea
        label={say('orPaste')}
        value={order.text}
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: 'code-input' }}
        onChange={({ currentTarget }) => change({ text: currentTarget.value })}
      />
      <Choices gateway={gateway} order={order} change={change} />
    </Stack>
  )
}

function Choices({ gateway, order, change }: OrderFieldsProps): React.ReactElement {
  const say = useTexts()
  const backends = useBackends(gateway)
  return (
    <div className="form-grid">
      <NativeSelect
        label={say('importMode')}
        value={order.mode}
        data={[
          { value: 'merge', label: say('modeMerge') },
          { value: 'replace', label: say('modeReplace') },
        ]}
        onChange={({ currentTarget: { value } }) =>
          change({ mode: value === 'replace' ? 'replace' : 'merge' })
        }
      />
      <NativeSelect
        label={say('importBackend')}
        value={order.backend}
        data={[{ value: '', label: say('asDocument') }, ...backends.map(({ name }) => name)]}
        onChange={({ currentTarget }) => change({ backend: currentTarget.value })}
      />
    </div>
  )
}

interface PreviewProps {
  readonly answer: ImportAnswer
  readonly isTaking: boolean
  readonly take: () => void
}

function Preview({ answer, isTaking, take }: PreviewProps): React.ReactElement {
  const say = useTexts()
  const isNothing = answer.imported.length === 0 && answer.removed.length === 0
  return (
    <section aria-label={say('previewTitle')}>
      <FocusedHeading>{say('previewTitle')}</FocusedHeading>
      {isNothing ? <Alert color="orange">{say('nothingTaken')}</Alert> : null}
      <ImportReport answer={answer} />
      {isNothing ? null : (
        <Button mt="md" onClick={take} loading={isTaking}>
          {say('takeIn')}
        </Button>
      )}
    </section>
  )
}

interface TakenProps {
  readonly gateway: string
  readonly answer: ImportAnswer
}

function Taken({ gateway, answer }: TakenProps): React.ReactElement {
  const say = useTexts()
  return (
    <section aria-label={say('doneTitle')}>
      <FocusedHeading>{say('doneTitle')}</FocusedHeading>
      <p>
        <Link to="/gateways/$gateway/resources" params={{ gateway }} search={{ changed: true }}>
          {say('toList')}
        </Link>
      </p>
      <ImportReport answer={answer} />
    </section>
  )
}

/** What was asked for is here now: who cannot see it is brought there. */
function FocusedHeading({ children }: { readonly children: string }): React.ReactElement {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  )
}
