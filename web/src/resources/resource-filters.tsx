import { Autocomplete, Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { isFiltered, type ListSearch, methods } from './list-search.ts'
import type { ListedBackend, ListedResource } from './resource-answers.ts'
import { useTexts } from './texts.ts'

/** What the list is looked through by; the server searches, since there may be 10,000. */
interface FiltersProps {
  readonly gateway: string
  readonly search: ListSearch
  readonly change: (part: Partial<ListSearch>) => void
  /** Their labels are proposed. */
  readonly resources: readonly ListedResource[]
}

export function ResourceFilters(props: FiltersProps): React.ReactElement {
  const { gateway, search, change, resources } = props
  const { t } = useTranslation()
  const say = useTexts()
  const backends = useBackends(gateway)
  const none = { search: '', method: '', backend: '', label: '', changed: false }
  return (
    <form role="search" className="filters" onSubmit={(event) => event.preventDefault()}>
      <SearchInput text={search.search} find={(text) => change({ search: text })} />
      <NativeSelect
        label={t('method')}
        value={search.method}
        data={[{ value: '', label: say('any') }, ...methods]}
        onChange={({ currentTarget }) => change({ method: currentTarget.value })}
      />
      <NativeSelect
        label={say('backend')}
        value={search.backend}
        data={[{ value: '', label: say('any') }, ...backends.map(({ name }) => name)]}
        onChange={({ currentTarget }) => change({ backend: currentTarget.value })}
      />
      <Autocomplete
        label={say('label')}
        value={search.label}
        data={labelsOf(resources)}
        onChange={(label) => change({ label })}
      />
      <Switch
        label={say('onlyChanged')}
        checked={search.changed}
        onChange={({ currentTarget }) => change({ changed: currentTarget.checked })}
      />
      {isFiltered(search) ? (
        <Button variant="subtle" onClick={() => change(none)}>
          {say('allResources')}
        </Button>
      ) : null}
    </form>
  )
}

interface SearchInputProps {
  readonly text: string
  readonly find: (text: string) => void
}

/** Asks when somebody stopped typing. */
function SearchInput({ text, find }: SearchInputProps): React.ReactElement {
  const say = useTexts()
  const [typed, setTyped] = useState(text)
  const [told, setTold] = useState(text)
  const findSoon = useDebouncedCallback(find, 200)
  if (told !== text) {
    setTold(text) // the address was changed: by us, or by a link
    if (text === '') setTyped('')
  }
  return (
    <TextInput
      type="search"
      className="filter-search"
      label={say('search')}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        findSoon(value)
      }}
    />
  )
}

function labelsOf(resources: readonly ListedResource[]): string[] {
  return [...new Set(resources.flatMap(({ labels = [] }) => labels))].toSorted()
}

export function useBackends(gateway: string): readonly ListedBackend[] {
  const path = gatewayPath(gateway, 'backends')
  const { data } = useQuery({
    queryKey: [path, 'list'],
    queryFn: ({ signal }) => ask<{ readonly items: readonly ListedBackend[] }>(path, { signal }),
  })
  return data?.items ?? []
}
