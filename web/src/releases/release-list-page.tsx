import { getRouteApi, Link } from '@tanstack/react-router'
import { usePages } from '../api/pages.ts'
import { Problem } from '../api/ask.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { When } from '../frame/when.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import type { ListedRelease } from './release-answers.ts'
import { RollBack } from './roll-back.tsx'
import { useTexts } from './texts.ts'

/** Every release that an environment ever had, newest first; any of them can be made live again. */
const route = getRouteApi('/gateways/$gateway/stages/$stage')

export function ReleaseListPage(): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = route.useParams()
  const releases = usePages<ListedRelease>(gatewayPath(gateway, 'stages', stage, 'releases'))
  const isNone = releases.error instanceof Problem && releases.error.status === 404
  if (isNone) return <Empty>{say('noReleases')}</Empty>
  return (
    <section aria-label={say('releases')}>
      <h3>{say('releases')}</h3>
      <Loaded of={releases}>
        {(found) => <ReleaseTable gateway={gateway} stage={stage} releases={found} />}
      </Loaded>
      <More of={releases} />
    </section>
  )
}

interface ReleaseTableProps {
  readonly gateway: string
  readonly stage: string
  readonly releases: readonly ListedRelease[]
}

function ReleaseTable({ gateway, stage, releases }: ReleaseTableProps): React.ReactElement {
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  const live = releases.find((release) => release.live)?.number
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('releases')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{say('number')}</th>
            <th scope="col">{say('when')}</th>
            <th scope="col">{say('who')}</th>
            <th scope="col">{say('comment')}</th>
            <th scope="col">{say('acts')}</th>
          </tr>
        </thead>
        <tbody>
          {releases.map((release) => (
            <tr key={release.number} aria-current={release.live || undefined}>
              <th scope="row">
                <Link
                  to="/gateways/$gateway/stages/$stage/releases/$number"
                  params={{ gateway, stage, number: String(release.number) }}
                >
                  {release.number}
                </Link>{' '}
                {release.live ? <span className="live-badge">● {say('live')}</span> : null}
              </th>
              <td>
                <When time={release.madeAt} />
              </td>
              <td>{release.madeBy}</td>
              <td>{release.comment}</td>
              <td>
                {release.live || !mayMaintain ? null : (
                  <RollBack gateway={gateway} stage={stage} number={release.number} live={live} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
