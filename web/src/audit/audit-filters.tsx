import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { auditActions, auditKinds, type AuditSearch, readAuditSearch } from './audit-search.ts'
import { useTexts } from './texts.ts'

/** What of the audit is looked at. Choices act at once, texts when they are sent. */
interface AuditFiltersProps {
  readonly search: AuditSearch
  /** The gateway of the page, where it is of one. */
  readonly ofOne: string | undefined
  readonly go: (search: AuditSearch) => void
}

export function AuditFilters({ search, ofOne, go }: AuditFiltersProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [typed, setTyped] = useState(search)
  const texts = [
    ...(ofOne === undefined ? (['gateway'] as const) : []),
    'actor',
    'path',
    'search',
  ] as const
  const labels = { gateway: 'gateway', actor: 'who', path: 'path', search: 'search' } as const
  return (
    <form
      className="filters"
      aria-label={say('filters')}
      onSubmit={(event) => {
        event.preventDefault()
        go(typed)
      }}
    >
      <Choices typed={typed} go={go} />
      {texts.map((name) => (
        <TextInput
          key={name}
          label={say(labels[name])}
          value={typed[name]}
          onChange={({ currentTarget: { value } }) => setTyped({ ...typed, [name]: value })}
          {...(name === 'actor' ? { placeholder: say('whoHint') } : {})}
        />
      ))}
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          label={say(name)}
          value={typed[name]}
          onChange={({ currentTarget: { value } }) => setTyped({ ...typed, [name]: value })}
        />
      ))}
      <Button type="submit">{t('search')}</Button>
      <Button variant="default" onClick={() => go(readAuditSearch({}))}>
        {say('clear')}
      </Button>
    </form>
  )
}

interface ChoicesProps {
  readonly typed: AuditSearch
  readonly go: (search: AuditSearch) => void
}

function Choices({ typed, go }: ChoicesProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <NativeSelect
        label={say('kind')}
        value={typed.kind}
        data={[{ value: '', label: say('all') }, ...auditKinds]}
        onChange={({ currentTarget: { value } }) => go({ ...typed, kind: value })}
      />
      <NativeSelect
        label={say('action')}
        value={typed.action}
        data={[
          { value: '', label: say('all') },
          ...auditActions.map((value) => ({ value, label: say(value) })),
        ]}
        onChange={({ currentTarget: { value } }) => go({ ...typed, action: value })}
      />
    </>
  )
}
