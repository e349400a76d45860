import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ask, keepCsrfToken, Problem } from './ask.ts'

/** Who is signed in here, and what is theirs. */
export interface Session {
  /** As the audit names them. */
  readonly name: string
  readonly user: {
    readonly name: string
    readonly displayName: string
    readonly source: 'local' | 'oidc'
  } | null
  readonly isAdministrator: boolean
  readonly mayCreateGateways: boolean
  /** Of an administrator, who may all, none are named. */
  readonly gateways: readonly { readonly name: string; readonly role: 'viewer' | 'maintainer' }[]
  readonly csrfToken: string | null
}

const sessionKey = ['session'] as const

/** undefined while it is asked for; null where nobody is signed in. */
export function useSession(): Session | null | undefined {
  return useQuery({ queryKey: sessionKey, queryFn: sessionNow, staleTime: 60_000, retry: false })
    .data
}

async function sessionNow(): Promise<Session | null> {
  try {
    const session = await ask<Session>('/session')
    keepCsrfToken(session.csrfToken ?? '')
    return session
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

/** Whether the server answered so because nobody is signed in. A wrong password on a page of somebody who is says
 *  nothing of their session. */
export function isSignedOut(error: Error | null): boolean {
  return error instanceof Problem && error.status === 401 && error.key !== 'sign_in_failed'
}

/** Another person sees nothing of what was asked for as somebody else, and no refusal of then signs them out. */
export async function forgetAnswers(client: QueryClient): Promise<void> {
  await client.resetQueries() // what is shown now is asked for again
}

/** The server says that nobody is signed in any more: what the frame shows follows at once. */
export function useForgetSession(isOver: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (isOver) client.setQueryData(sessionKey, null)
  }, [client, isOver])
}

interface SignInActs {
  readonly signIn: (name: string, password: string) => Promise<void>
  readonly signOut: () => Promise<void>
}

export function useSignIn(): SignInActs {
  const client = useQueryClient()
  return {
    async signIn(name, password) {
      await ask('/sign-in', { method: 'POST', body: { name, password } })
      await forgetAnswers(client)
    },
    async signOut() {
      await ask('/session', { method: 'DELETE' })
      client.clear()
      location.assign('/sign-in') // nothing of what was shown stays in memory
    },
  }
}
