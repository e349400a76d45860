import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { languageNow } from '../texts/language.ts'

/** A query with what may stand at its cursor, and what is wrong with it and where. The pattern is the
 *  combobox of WAI-ARIA 1.2: arrows choose, Enter or Tab takes, Escape closes. */
interface QueryBarProps {
  readonly query: string
  readonly onChange: (query: string) => void
}

interface Completion {
  readonly from: number
  readonly to: number
  readonly items: readonly {
    readonly text: string
    readonly description: { readonly en: string; readonly zh: string }
  }[]
  readonly problem: { readonly column: number; readonly message: string } | null
}

export function QueryBar({ query, onChange }: QueryBarProps): React.ReactElement {
  const { t } = useTranslation()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const proposals = useProposals(query, onChange, input)
  const { items, chosen, problem } = proposals
  return (
    <div className="query-bar">
      <label htmlFor={`${id}-query`}>{t('query')}</label>
      <input
        id={`${id}-query`}
        ref={input}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen < 0 ? undefined : `${id}-${chosen}`}
        aria-invalid={problem !== ''}
        aria-describedby={`${id}-problem`}
        placeholder={t('queryPlaceholder')}
        value={query}
        maxLength={4_096}
        spellCheck={false}
        autoComplete="off"
        onFocus={proposals.open}
        onBlur={proposals.close}
        onKeyDown={proposals.press}
        onSelect={({ currentTarget }) => proposals.moveTo(currentTarget.selectionStart ?? 0)}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value)
          proposals.moveTo(currentTarget.selectionStart ?? currentTarget.value.length)
          proposals.open()
        }}
      />
      <ItemList id={id} items={items} chosen={chosen} take={proposals.take} />
      <p id={`${id}-problem`} className="query-problem" aria-live="polite">
        {problem}
      </p>
    </div>
  )
}

interface Proposals {
  /** None while they are closed. */
  readonly items: Completion['items']
  /** -1: none. */
  readonly chosen: number
  readonly problem: string
  readonly open: () => void
  readonly close: () => void
  readonly moveTo: (cursor: number) => void
  readonly take: (index: number) => void
  readonly press: (event: React.KeyboardEvent) => void
}

function useProposals(
  query: string,
  onChange: (query: string) => void,
  input: React.RefObject<HTMLInputElement | null>,
): Proposals {
  const [cursor, setCursor] = useState(query.length)
  const [isOpen, setIsOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const completion = useCompletion(query, cursor, isOpen)
  const items = isOpen ? (completion?.items.slice(0, mostItems) ?? []) : []
  const take = (index: number): void => {
    const item = items[index]
    if (item === undefined || completion === undefined) return
    const at = completion.from + item.text.length
    onChange(query.slice(0, completion.from) + item.text + query.slice(completion.to))
    setCursor(at)
    setChosen(-1)
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at))
  }
  const press = (event: React.KeyboardEvent): void => {
    const act = keyActs[event.key]
    if (act === undefined || items.length === 0) return
    if (act === 'take' && chosen < 0) return // Enter searches, Tab goes on
    event.preventDefault()
    if (act === 'take') take(chosen)
    else if (act === 'close') setIsOpen(false)
    else setChosen((was) => (Math.max(was, act === 1 ? -1 : 0) + act + items.length) % items.length)
  }
  const open = (): void => {
    setIsOpen(true)
    setChosen(-1)
  }
  const problem = completion?.problem?.message ?? ''
  const close = (): void => setIsOpen(false)
  return { items, chosen, problem, open, close, moveTo: setCursor, take, press }
}

const mostItems = 12

const keyActs: Readonly<Record<string, 'take' | 'close' | 1 | -1>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Enter: 'take',
  Tab: 'take',
  Escape: 'close',
}

function useCompletion(text: string, cursor: number, isAsked: boolean): Completion | undefined {
  return useQuery({
    queryKey: ['query-completion', text, cursor],
    queryFn: ({ signal }) =>
      ask<Completion>('/flow-records/query-completion', { query: { text, cursor }, signal }),
    enabled: isAsked,
    placeholderData: (earlier) => earlier,
    staleTime: Infinity, // the language does not change while a page is open
  }).data
}

interface ItemListProps {
  readonly id: string
  readonly items: Completion['items']
  readonly chosen: number
  readonly take: (index: number) => void
}

function ItemList({ id, items, chosen, take }: ItemListProps): React.ReactElement {
  return (
    <ul id={`${id}-list`} role="listbox" className="query-items" hidden={items.length === 0}>
      {items.map(({ text, description }, index) => (
        // the keys are heard by the input, which keeps the focus
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <li
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          onMouseDown={(event) => event.preventDefault()} // else the input loses the focus
          onClick={() => take(index)}
        >
          <code>{text}</code> <span>{description[languageNow()]}</span>
        </li>
      ))}
    </ul>
  )
}
