import { Group, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { GiveGrant } from './give-grant.tsx'
import { GrantTable } from './grant-table.tsx'
import type { Grant } from './permission-answers.ts'
import { useTexts } from './texts.ts'

/** The permissions on a gateway: those of its file and those that people gave. */
const route = getRouteApi('/gateways/$gateway/permissions')

interface GrantListProps {
  readonly gateway: string
  readonly maintains: boolean
}

export function GrantList({ gateway, maintains }: GrantListProps): React.ReactElement {
  const say = useTexts()
  const search = route.useSearch()
  const [resource, setResource] = useState('')
  const [expired, setExpired] = useState<'false' | 'true' | ''>('')
  // each by itself: a new object at each look would never come to rest
  const [app] = useDebouncedValue(search.app.trim(), 250)
  const [part] = useDebouncedValue(resource.trim(), 250)
  const filter = { app, resource: part, expired }
  const grants = usePages<Grant>(`/gateways/${encodeURIComponent(gateway)}/grants`, filter)
  const [told, setTold] = useState('')
  const place = useRef<HTMLParagraphElement>(null)
  const tell = (words: string) => {
    setTold(words)
    place.current?.focus()
  }
  const isFiltered = filter.app !== '' || filter.resource !== '' || filter.expired !== ''
  return (
    <>
      {maintains ? <GiveGrant gateway={gateway} tell={tell} /> : null}
      <Filters
        resource={resource}
        setResource={setResource}
        expired={expired}
        setExpired={setExpired}
      />
      <p role="status" tabIndex={-1} ref={place} className="request-told">
        {told}
      </p>
      <Loaded of={grants}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say(isFiltered ? 'noGrantFits' : 'noGrants')}</Empty>
          ) : (
            <GrantTable gateway={gateway} grants={found} maintains={maintains} tell={tell} />
          )
        }
      </Loaded>
      <More of={grants} />
    </>
  )
}

interface FiltersProps {
  readonly resource: string
  readonly setResource: (resource: string) => void
  readonly expired: string
  readonly setExpired: (expired: 'false' | 'true' | '') => void
}

function Filters({ resource, setResource, expired, setExpired }: FiltersProps) {
  const say = useTexts()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Group mt="md" align="end">
      <TextInput
        label={say('filterApp')}
        value={search.app}
        maxLength={32}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { ...search, app: value }, replace: true })
        }
      />
      <TextInput
        label={say('filterResource')}
        value={resource}
        maxLength={128}
        onChange={({ currentTarget: { value } }) => setResource(value)}
      />
      <Select
        label={say('ends')}
        data={[
          { value: '', label: say('all') },
          { value: 'false', label: say('inForce') },
          { value: 'true', label: say('over') },
        ]}
        value={expired}
        allowDeselect={false}
        onChange={(value) => setExpired(value === 'true' || value === 'false' ? value : '')}
      />
    </Group>
  )
}
