import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import type { Token } from './people-answers.ts'
import { useTexts } from './texts.ts'

/** Tokens, by their names and beginnings; of the rest only a hash is kept. */
interface TokenTableProps {
  readonly tokens: readonly Token[]
  readonly withRights: boolean
}

export function TokenTable({ tokens, withRights }: TokenTableProps): React.ReactElement {
  const say = useTexts()
  const rights = withRights ? (['role', 'madeBy'] as const) : []
  const heads = ['token', 'begins', ...rights, 'since', 'lastUsed', 'ends'] as const
  return (
    <div className="wide" tabIndex={0}>
      <table className="list">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {say(head)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} withRights={withRights} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface TokenRowProps {
  readonly token: Token
  readonly withRights: boolean
}

function TokenRow({ token, withRights }: TokenRowProps): React.ReactElement {
  const say = useTexts()
  const { id, name, begins, madeBy, madeAt, usedAt, expiresAt } = token
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <code>{begins}</code>
      </td>
      {withRights ? (
        <>
          <td>
            <Rights token={token} />
          </td>
          <td>{madeBy}</td>
        </>
      ) : null}
      <td>
        <When time={madeAt} />
      </td>
      <td>{usedAt === null ? say('never') : <When time={usedAt} />}</td>
      <td>
        <When time={expiresAt} />
      </td>
      <td>
        <Revocation id={id} name={name} />
      </td>
    </tr>
  )
}

function Rights({ token }: { readonly token: Token }): React.ReactElement {
  const say = useTexts()
  const { role = 'guest', gateways = [], apps = [] } = token
  return (
    <>
      {say(role)}
      {gateways.length === 0 ? null : ` ${say('ofGateways', { names: gateways.join(', ') })}`}
      {apps.length === 0 ? null : ` ${say('ofApps', { names: apps.join(', ') })}`}
    </>
  )
}

function Revocation({ id, name }: { readonly id: string; readonly name: string }) {
  const say = useTexts()
  const change = useChange(
    () => ask(`/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    ['/tokens'],
  )
  return (
    <>
      <NotDone error={change.error} />
      <ConfirmedButton
        size="compact-xs"
        aria-label={say('revokeOne', { name })}
        question={say('revokeQuestion', { name })}
        loading={change.isPending}
        act={() => change.mutate()}
      >
        {say('revoke')}
      </ConfirmedButton>
    </>
  )
}
