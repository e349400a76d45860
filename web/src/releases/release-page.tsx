import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ask } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { Loaded } from '../frame/loaded.tsx'
import { When } from '../frame/when.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { DiffView } from './diff-view.tsx'
import type { ListedRelease, NumberedDiff } from './release-answers.ts'
import { RollBack } from './roll-back.tsx'
import { useTexts } from './texts.ts'

/** One release: who made it and why, how it differs from what is live or from any other, and what it holds. */
const route = getRouteApi('/gateways/$gateway/stages/$stage/releases/$number')

interface WholeRelease extends ListedRelease {
  readonly content: object
}

export function ReleasePage(): React.ReactElement {
  const say = useTexts()
  const { gateway, stage, number } = route.useParams()
  const path = gatewayPath(gateway, 'stages', stage, 'releases', number)
  const release = useQuery({
    queryKey: [path, 'release'],
    queryFn: ({ signal }) => ask<WholeRelease>(path, { signal }),
  })
  const mayMaintain = useMayMaintain(gateway)
  const list = usePages<ListedRelease>(gatewayPath(gateway, 'stages', stage, 'releases'))
  const live = list.data?.find((one) => one.live)?.number
  return (
    <Loaded of={release}>
      {(found) => (
        <article>
          <h3>
            {say('releaseNumber', { number: found.number })}{' '}
            {found.live ? <span className="live-badge">● {say('live')}</span> : null}
          </h3>
          <p>
            <When time={found.madeAt} /> · {found.madeBy}
            {found.comment === '' ? '' : ` · ${found.comment}`}
          </p>
          {mayMaintain && !found.live && list.data !== undefined ? (
            <RollBack gateway={gateway} stage={stage} number={found.number} live={live} />
          ) : null}
          {list.data === undefined ? null : (
            <Comparison number={found.number} live={live} releases={list.data} />
          )}
          <details>
            <summary>{say('content')}</summary>
            <pre tabIndex={0}>{JSON.stringify(found.content, undefined, 2)}</pre>
          </details>
          <p className="said">
            {say('hash')}: <code>{found.hash}</code>
          </p>
        </article>
      )}
    </Loaded>
  )
}

interface ComparisonProps {
  readonly number: number
  readonly live: number | undefined
  readonly releases: readonly ListedRelease[]
}

function Comparison({ number, live, releases }: ComparisonProps): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const before = releases.find((one) => one.number < number)?.number ?? 0
  const against = search.against ?? (live === undefined || live === number ? before : live)
  const path = gatewayPath(gateway, 'stages', stage, 'releases', String(number), 'diff')
  const diff = useQuery({
    queryKey: [path, against],
    queryFn: ({ signal }) => ask<NumberedDiff>(path, { query: { against }, signal }),
  })
  const choices = releases
    .filter((one) => one.number !== number)
    .map((one) => ({
      value: String(one.number),
      label: `${say('releaseNumber', { number: one.number })}${one.live ? ` (${say('live')})` : ''}`,
    }))
  return (
    <section aria-label={say('difference')}>
      <NativeSelect
        label={say('comparedWith')}
        maw="20rem"
        value={String(against)}
        data={[...choices, { value: '0', label: say('comparedWithNothing') }]}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { against: Number(value) }, replace: true })
        }
      />
      <Loaded of={diff}>{(found) => <DiffView diff={found} />}</Loaded>
    </section>
  )
}
