import './plugins.css'
import { Button, Group, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { ask, askTagged, Problem } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { isSame } from '../forms/member-changes.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import type { Plugin, PluginOwner } from './plugin-answers.ts'
import { PluginEditor } from './plugin-editor.tsx'
import type { RunningPlugin } from './running-order.ts'
import { useTexts } from './texts.ts'
import { titleOf } from './title-of.ts'

/** The plugins of a stage or a resource as they run: each can be looked at, and those of its own list changed. */
interface PluginListProps {
  readonly gateway: string
  readonly owner: PluginOwner
  readonly plugins: readonly Plugin[]
  readonly order: readonly RunningPlugin[]
  /** The environment that is looked at. */
  readonly stage: string
}

export function PluginList(props: PluginListProps): React.ReactElement {
  const { gateway, owner, plugins, order } = props
  const say = useTexts()
  const mayChange = useMayMaintain(gateway)
  const { open, setOpen, close, tellMayClose } = useOpened()
  const own = order.filter((running) => isOwn(running, owner))
  const isThere = (type: string): boolean => own.some(({ plugin }) => plugin.type === type)
  const adding = plugins.find(({ type }) => type === open && !isThere(type))
  return (
    <>
      {own.length === 0 ? <p>{say('builtInOnly')}</p> : null}
      <ol className="plugin-list">
        {order.map((running) => (
          <li
            key={running.plugin.type}
            className="plugin"
            data-own={isOwn(running, owner) ? 'yes' : 'no'}
          >
            <PluginRow
              {...props}
              running={running}
              mayChange={mayChange}
              isOpen={open === running.plugin.type}
              setOpen={(isOpen) => setOpen(isOpen ? running.plugin.type : '')}
              tellMayClose={tellMayClose}
            />
          </li>
        ))}
      </ol>
      {adding === undefined ? null : (
        <NewPlugin
          {...props}
          key={adding.type}
          plugin={adding}
          close={close}
          tellMayClose={tellMayClose}
        />
      )}
      {mayChange ? (
        <AddPlugin
          addable={plugins.filter(({ type, scope }) => scope === 'listed' && !isThere(type))}
          add={setOpen}
        />
      ) : null}
    </>
  )
}

/** One plugin at a time is edited; what was typed in it is not dropped unasked. */
function useOpened() {
  const [open, setOpened] = useState('')
  const mayClose = useRef((): boolean => true)
  return {
    open,
    setOpen: (type: string): void => {
      if (mayClose.current()) setOpened(type)
    },
    close: () => setOpened(''),
    tellMayClose: (may: () => boolean): void => {
      mayClose.current = may
    },
  }
}

interface NewPluginProps extends PluginListProps {
  readonly plugin: Plugin
  readonly close: () => void
  readonly tellMayClose: (may: () => boolean) => void
}

function NewPlugin(props: NewPluginProps): React.ReactElement {
  const { plugin } = props
  return (
    <section className="plugin" aria-label={titleOf(plugin)}>
      <h3>{titleOf(plugin)}</h3>
      <PluginEditor {...props} isNew />
    </section>
  )
}

function isOwn({ from }: RunningPlugin, { kind }: PluginOwner): boolean {
  if (from === 'built-in') return false
  return kind === 'stages' || from !== 'stage'
}

interface PluginRowProps extends PluginListProps {
  readonly running: RunningPlugin
  readonly mayChange: boolean
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  readonly tellMayClose: (may: () => boolean) => void
}

function PluginRow(props: PluginRowProps): React.ReactElement {
  const { gateway, owner, running, stage, mayChange, isOpen, setOpen } = props
  const say = useTexts()
  const { plugin, from, binding } = running
  const name = titleOf(plugin)
  const hasOwn = isOwn(running, owner)
  return (
    <>
      <div className="plugin-head">
        <div className="plugin-words">
          <strong>{name}</strong> <code>{plugin.type}</code>
          <div className="plugin-from">{fromText(props, say)}</div>
          {binding === undefined || isOpen ? null : <ConfigSummary config={binding.config} />}
        </div>
        <Group gap="xs">
          {hasOwn ? (
            <Button
              size="xs"
              variant="default"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {say(isOpen ? 'close' : 'edit', { name })}
            </Button>
          ) : null}
          {hasOwn && mayChange ? <Removal {...props} /> : null}
          {from === 'stage' && owner.kind === 'resources' ? (
            <Link to="/gateways/$gateway/stages/$stage/plugins" params={{ gateway, stage }}>
              {say('editAtStage')}
            </Link>
          ) : null}
        </Group>
      </div>
      {isOpen && hasOwn ? (
        <PluginEditor
          gateway={gateway}
          owner={owner}
          plugin={plugin}
          close={() => setOpen(false)}
          tellMayClose={props.tellMayClose}
        />
      ) : null}
    </>
  )
}

function fromText({ running, owner, stage }: PluginRowProps, say: ReturnType<typeof useTexts>) {
  const { from } = running
  if (from === 'built-in') return say('from_builtIn')
  return owner.kind === 'stages' ? say('from_own') : say(`from_${from}`, { stage })
}

const longestSummary = 160

function ConfigSummary({ config }: { readonly config: unknown }): React.ReactElement {
  const say = useTexts()
  const text = JSON.stringify(config ?? {})
  if (text === '{}') return <div className="plugin-from">{say('noOptions')}</div>
  const short = text.length > longestSummary ? `${text.slice(0, longestSummary)}…` : text
  return <code className="plugin-config">{short}</code>
}

function Removal({ gateway, owner, running }: PluginRowProps): React.ReactElement {
  const say = useTexts()
  const { binding, plugin } = running
  const name = titleOf(plugin)
  const path = gatewayPath(gateway, owner.kind, owner.name, 'plugins', plugin.type)
  const removal = useChange(async () => {
    const { value, etag } = await askTagged<{ readonly definition: unknown }>(path)
    // what another made of it meanwhile is not taken away unseen
    if (!isSame(value.definition, binding)) throw new Problem(412, { key: 'changed_meanwhile' })
    await ask(path, { method: 'DELETE', ifMatch: etag })
  }, [gatewayPath(gateway)])
  return (
    <>
      <ConfirmedButton
        size="xs"
        question={say('removeQuestion', { name })}
        loading={removal.isPending}
        act={() => removal.mutate()}
      >
        {say('remove')}
      </ConfirmedButton>
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
    </>
  )
}

interface AddPluginProps {
  readonly addable: readonly Plugin[]
  readonly add: (type: string) => void
}

function AddPlugin({ addable, add }: AddPluginProps): React.ReactElement {
  const say = useTexts()
  const [chosen, setChosen] = useState('')
  if (addable.length === 0) return <p>{say('allAdded')}</p>
  return (
    <Group align="end" gap="xs" mt="md">
      <NativeSelect
        label={say('addWhich')}
        value={chosen}
        data={[
          { value: '', label: say('choose') },
          ...addable.map((plugin) => ({ value: plugin.type, label: titleOf(plugin) })),
        ]}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
      />
      <Button
        disabled={!addable.some(({ type }) => type === chosen)}
        onClick={() => {
          add(chosen)
          setChosen('')
        }}
      >
        {say('add')}
      </Button>
    </Group>
  )
}
