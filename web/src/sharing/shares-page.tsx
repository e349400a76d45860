import '../frame/parts.css'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { usePages } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import { useMayMaintain } from '../api/rights.ts'
import { useTexts } from './texts.ts'

/** The links to records of a gateway that can be opened; who made one and who maintains the gateway revokes it. */
interface Share {
  readonly id: string
  readonly requestId: string
  readonly view: 'caller' | 'full'
  readonly madeAt: string
  readonly madeBy: string
  readonly expiresAt: string
}

const route = getRouteApi('/gateways/$gateway/shared-records')

export function SharesPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const path = `/gateways/${encodeURIComponent(gateway)}/record-shares`
  const shares = usePages<Share>(path)
  const mayMaintain = useMayMaintain(gateway)
  const own = useSession()?.name
  const revocation = useChange(
    (id: string) => ask(`/record-shares/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    [path],
  )
  return (
    <section aria-label={say('links')}>
      <p>{say('linksIntro')}</p>
      <NotDone error={revocation.error} />
      <Loaded of={shares}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say('noLinks')}</Empty>
          ) : (
            <ShareTable
              shares={found}
              mayRevoke={({ madeBy }) => mayMaintain || madeBy === own}
              revoke={(id) => revocation.mutate(id)}
            />
          )
        }
      </Loaded>
    </section>
  )
}

interface ShareTableProps {
  readonly shares: readonly Share[]
  readonly mayRevoke: (share: Share) => boolean
  readonly revoke: (id: string) => void
}

function ShareTable({ shares, mayRevoke, revoke }: ShareTableProps): React.ReactElement {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0}>
      <table className="list">
        <thead>
          <tr>
            {(['record', 'sees', 'by', 'madeAt', 'ends'] as const).map((head) => (
              <th scope="col" key={head}>
                {say(head)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.id}>
              <th scope="row">
                <Link to="/r/$id" params={{ id: share.requestId }}>
                  <code>{share.requestId}</code>
                </Link>
              </th>
              <td>{say(share.view === 'full' ? 'sightFull' : 'sightCaller')}</td>
              <td>{share.madeBy}</td>
              <td>
                <When time={share.madeAt} />
              </td>
              <td>
                <When time={share.expiresAt} />
              </td>
              <td>
                {mayRevoke(share) ? (
                  <ConfirmedButton
                    size="compact-xs"
                    aria-label={say('revokeOne', { id: share.requestId })}
                    question={say('revokeQuestion')}
                    act={() => revoke(share.id)}
                  >
                    {say('revoke')}
                  </ConfirmedButton>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
