import '../frame/parts.css'
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { askTagged, Problem, type Tagged } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import { PageHead } from '../frame/page-head.tsx'
import type { User } from './people-answers.ts'
import { useTexts } from './texts.ts'
import { UserAccess } from './user-access.tsx'
import { UserForm } from './user-form.tsx'
import { UserSessions } from './user-sessions.tsx'
import { UserState } from './user-state.tsx'

/** One user: what is said of them, how they sign in, where they are signed in. */
const route = getRouteApi('/users/$user')

export function UserPage(): React.ReactElement {
  const say = useTexts()
  const { user: name } = route.useParams()
  const path = `/users/${encodeURIComponent(name)}`
  const user = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => askTagged<User>(path, { signal }),
    gcTime: 0,
  })
  const isUnknown = user.error instanceof Problem && user.error.status === 404
  return (
    <>
      <PageHead title={name} />
      <p>
        <Link to="/users" search={{ search: '' }}>
          {say('backToUsers')}
        </Link>
      </p>
      {isUnknown ? (
        <Alert color="orange">{say('noSuchUser')}</Alert>
      ) : (
        <Loaded of={user}>
          {(read: Tagged<User>) => (
            <>
              <p>
                <UserState user={read.value} />
              </p>
              <UserForm key={path} path={path} read={read} />
              <UserAccess path={path} read={read} />
              <UserSessions path={path} name={name} />
            </>
          )}
        </Loaded>
      )}
    </>
  )
}
