import { Link } from '@tanstack/react-router'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import { DecideRequest } from './decide-request.tsx'
import type { PermissionRequest } from './permission-answers.ts'
import { useTexts } from './texts.ts'

/** One request: who wants what, why and for how long, and what became of it. */
interface RequestCardProps {
  readonly request: PermissionRequest
  readonly as: 'owner' | 'maintainer'
  readonly tell: (request: PermissionRequest) => void
}

export function RequestCard({ request, as, tell }: RequestCardProps): React.ReactElement {
  const say = useTexts()
  const { number, app, gateway, resources, reason, expiresInDays, requester, status } = request
  const days = expiresInDays === null ? say('forEver') : say('days', { count: expiresInDays })
  return (
    <article
      className="access-request"
      aria-label={say('request', { number })}
      data-status={status}
    >
      <p className="request-head">
        <strong>{app}</strong> →{' '}
        <Link to="/docs/$gateway" params={{ gateway }}>
          {gateway}
        </Link>{' '}
        <span className="mark">{say(status)}</span>
        {request.renewal ? <span className="mark">{say('renewal')}</span> : null}
      </p>
      <p>
        {resources === null ? say('wholeGateway') : <NameList names={resources} />} · {days}
      </p>
      <blockquote className="request-reason">{reason}</blockquote>
      <p className="quiet">
        {say('request', { number })} · {say('askedBy', { name: requester })}{' '}
        <When time={request.at} />
      </p>
      <Decided request={request} />
      {status === 'pending' && as === 'maintainer' ? (
        <DecideRequest request={request} tell={tell} />
      ) : null}
      {status === 'pending' && as === 'owner' ? <Withdraw request={request} tell={tell} /> : null}
    </article>
  )
}

function NameList({ names }: { readonly names: readonly string[] }): React.ReactElement {
  return (
    <>
      {names.map((name, at) => (
        <span key={name}>
          {at === 0 ? '' : ', '}
          <code>{name}</code>
        </span>
      ))}
    </>
  )
}

function Decided({ request }: { readonly request: PermissionRequest }) {
  const say = useTexts()
  const { decision, status } = request
  if (decision === null) return null
  const { by, at, comment, approved, rejected } = decision
  return (
    <div className="request-decision">
      <p>
        {say(status === 'withdrawn' ? 'withdrawnBy' : 'decidedBy', { name: by })} <When time={at} />
        {comment === '' ? null : <>: “{comment}”</>}
      </p>
      {status === 'partly_approved' && approved !== null ? (
        <p>
          {say('approvedNames')} <NameList names={approved} />
          {rejected.length === 0 ? null : (
            <>
              ; {say('rejectedNames')} <NameList names={rejected} />
            </>
          )}
        </p>
      ) : null}
    </div>
  )
}

function Withdraw({ request, tell }: Pick<RequestCardProps, 'request' | 'tell'>) {
  const say = useTexts()
  const withdrawal = useChange(async () => {
    const path = `/permission-requests/${request.number}/withdrawal`
    tell(await ask<PermissionRequest>(path, { method: 'POST', body: {} }))
  }, ['/permission-requests', '/apps'])
  return (
    <>
      <NotDone error={withdrawal.error} />
      <ConfirmedButton
        size="compact-sm"
        question={say('withdrawQuestion')}
        loading={withdrawal.isPending}
        act={() => withdrawal.mutate()}
      >
        {say('withdraw')}
      </ConfirmedButton>
    </>
  )
}
