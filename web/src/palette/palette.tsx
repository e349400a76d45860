import './palette.css'
import { Modal } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaletteItem } from './palette-items.ts'
import { useTexts } from './texts.ts'
import { usePaletteItems } from './use-palette-items.ts'

/** Ctrl-K: to every place of the console by a few letters. A combobox by the pattern of WAI-ARIA 1.2. */
interface PaletteProps {
  readonly close: () => void
}

export function Palette({ close }: PaletteProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <Modal
      opened
      onClose={close}
      title={say('title')}
      closeButtonProps={{ 'aria-label': t('close') }}
      size="lg"
      yOffset="10vh"
    >
      <Finder close={close} />
    </Modal>
  )
}

function Finder({ close }: PaletteProps): React.ReactElement {
  const say = useTexts()
  const listId = useId()
  const [text, setText] = useState('')
  const items = usePaletteItems(text)
  const open = useOpening(close)
  const { chosen, choose, onKeyDown } = useChoice(items, open)
  return (
    <>
      <input
        className="palette-text"
        role="combobox"
        aria-label={say('title')}
        aria-expanded={items.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={items.length === 0 ? undefined : `${listId}-${chosen}`}
        placeholder={say('placeholder')}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value)
          choose(0)
        }}
        onKeyDown={onKeyDown}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <p className="hint" aria-live="polite">
        {items.length === 0 ? say('nothing') : say('found', { count: items.length })}
      </p>
      <ul id={listId} role="listbox" aria-label={say('title')} className="palette-items">
        {items.map((item, place) => (
          <Option
            key={item.href}
            id={`${listId}-${place}`}
            item={item}
            isChosen={place === chosen}
            open={() => open(item)}
          />
        ))}
      </ul>
    </>
  )
}

function useOpening(close: () => void): (item: PaletteItem) => void {
  const router = useRouter()
  return ({ href }) => {
    close()
    router.history.push(href)
  }
}

/** Which item the arrow keys are at; Enter opens it. */
function useChoice(items: readonly PaletteItem[], open: (item: PaletteItem) => void) {
  const [at, choose] = useState(0)
  const chosen = Math.min(at, Math.max(0, items.length - 1))
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const item = items[chosen]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      choose((chosen + step + items.length) % items.length)
    } else if (event.key === 'Enter' && item !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault()
      open(item)
    }
  }
  return { chosen, choose, onKeyDown }
}

interface OptionProps {
  readonly id: string
  readonly item: PaletteItem
  readonly isChosen: boolean
  readonly open: () => void
}

function Option({ id, item, isChosen, open }: OptionProps): React.ReactElement {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the combobox, which keeps the focus
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' })
      }}
      onClick={open}
    >
      <span className="palette-label">{item.label}</span>
      <span className="palette-kind">{item.kind}</span>
    </li>
  )
}
