import { When } from '../frame/when.tsx'
import { agentWords } from './agent-words.ts'
import type { SignedIn } from './people-answers.ts'
import { useTexts } from './texts.ts'

/** Sessions, each with what can be done about it. */
interface SessionTableProps {
  readonly sessions: readonly SignedIn[]
  readonly act?: (session: SignedIn) => React.ReactNode
}

export function SessionTable({ sessions, act }: SessionTableProps): React.ReactElement {
  const say = useTexts()
  const heads = ['browser', 'address', 'since', 'lastUsed', 'ends'] as const
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
            {act === undefined ? null : <td />}
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <th scope="row" title={session.agent}>
                {agentWords(session.agent)} {session.isThisOne ? `(${say('thisOne')})` : ''}
              </th>
              <td>{session.address}</td>
              <td>
                <When time={session.madeAt} />
              </td>
              <td>
                <When time={session.usedAt} />
              </td>
              <td>
                <When time={session.expiresAt} />
              </td>
              {act === undefined ? null : <td>{act(session)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
