import { useSession } from '../api/session.ts'

/** Whether who is signed in may change this gateway; the server decides again at each change. */
export function useMayMaintain(gateway: string): boolean {
  const session = useSession()
  if (session === undefined || session === null) return false
  if (session.isAdministrator) return true
  return session.gateways.some(({ name, role }) => name === gateway && role === 'maintainer')
}
