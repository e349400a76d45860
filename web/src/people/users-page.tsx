import '../frame/parts.css'
import { TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { NewUser } from './new-user.tsx'
import type { User } from './people-answers.ts'
import { ServiceTokens } from './service-tokens.tsx'
import { useTexts } from './texts.ts'
import { UserState } from './user-state.tsx'

/** Who may sign in, and which services have tokens; for administrators. */
const route = getRouteApi('/users')

export function UsersPage(): React.ReactElement {
  const say = useTexts()
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const users = usePages<User>('/users')
  const isShown = users.data !== undefined
  return (
    <>
      <PageHead title={say('users')} />
      {isShown ? <NewUser /> : null}
      <TextInput
        label={say('search')}
        type="search"
        value={search}
        maw="24rem"
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { search: value }, replace: true })
        }
      />
      <Loaded of={users}>{(found) => <UserTable users={found} search={search} />}</Loaded>
      <More of={users} />
      {isShown ? <ServiceTokens /> : null}
    </>
  )
}

interface UserTableProps {
  readonly users: readonly User[]
  readonly search: string
}

function UserTable({ users, search }: UserTableProps): React.ReactElement {
  const say = useTexts()
  const wanted = search.toLowerCase()
  const shown = users.filter(({ name, displayName, email, groups }) =>
    [name, displayName, email, ...groups].some((text) => text.toLowerCase().includes(wanted)),
  )
  if (shown.length === 0) return <Empty>{say(search === '' ? 'noUsers' : 'noneFound')}</Empty>
  const heads = ['userName', 'displayName', 'email', 'groups', 'state'] as const
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
          </tr>
        </thead>
        <tbody>
          {shown.map((user) => (
            <tr key={user.name}>
              <th scope="row">
                <Link to="/users/$user" params={{ user: user.name }}>
                  {user.name}
                </Link>
              </th>
              <td>{user.displayName}</td>
              <td>{user.email}</td>
              <td>{user.groups.join(', ')}</td>
              <td>
                <UserState user={user} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
