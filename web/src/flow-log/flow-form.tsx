import { Button, Group, NativeSelect, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../api/pages.ts'
import type { FlowSearch } from './flow-search.ts'
import { PeriodChoice } from './period-choice.tsx'
import { QueryBar } from './query-bar.tsx'
import { useTexts } from './texts.ts'

/** What is asked for: query, gateway and stage, time; and whether it is followed live. */
interface FlowFormProps {
  readonly search: FlowSearch
  readonly change: (part: Partial<FlowSearch>) => void
}

export function FlowForm({ search, change }: FlowFormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [query, setQuery] = useState(search.query)
  const { live, ...still } = search
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change({ query })
      }}
    >
      <Group align="end" wrap="wrap">
        <QueryBar query={query} onChange={setQuery} />
        <PlaceChoice search={still} change={change} />
        <PeriodChoice period={search.period} choose={(period) => change({ query, period })} />
        <Button type="submit">{t('search')}</Button>
        <Switch
          label={say('live')}
          title={say('liveHelp')}
          checked={live === true}
          onChange={({ currentTarget: { checked } }) =>
            change({ query, live: checked ? true : undefined } as Partial<FlowSearch>)
          }
          pb="xs"
        />
      </Group>
    </form>
  )
}

interface Named {
  readonly name: string
  readonly stages: readonly { readonly name: string }[]
}

/** Of the gateways that one may see; who sees none has only calls of applications, and no choice. */
function PlaceChoice({ search, change }: FlowFormProps): React.ReactElement | null {
  const say = useTexts()
  const gateways = usePages<Named>('/gateways')
  const chosen = gateways.data?.find(({ name }) => name === search.gateway)
  if ((gateways.data?.length ?? 0) === 0 && search.gateway === '') return null
  const all = { value: '', label: say('allOfThem') }
  return (
    <>
      <NativeSelect
        label={say('oneGateway')}
        value={search.gateway}
        onChange={({ currentTarget: { value } }) => change({ gateway: value, stage: '' })}
        data={[all, ...namesOf(gateways.data ?? [], search.gateway)]}
      />
      {search.gateway === '' ? null : (
        <NativeSelect
          label={say('oneStage')}
          value={search.stage}
          onChange={({ currentTarget: { value } }) => change({ stage: value })}
          data={[all, ...namesOf(chosen?.stages ?? [], search.stage)]}
        />
      )}
    </>
  )
}

/** A link may name one that is not there any more. */
function namesOf(named: readonly { readonly name: string }[], chosen: string): readonly string[] {
  const names = named.map(({ name }) => name)
  return chosen === '' || names.includes(chosen) ? names : [...names, chosen]
}
