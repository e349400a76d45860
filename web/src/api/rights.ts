import { type Session, useSession } from './session.ts'

/** What the signed-in person may do, to show or leave out what changes things. The server decides in the end.
 *  undefined: it is not known yet, and nobody is told that they may not. */
export function mayMaintain(
  session: Session | null | undefined,
  gateway: string,
): boolean | undefined {
  if (session === undefined) return undefined
  if (session === null) return false
  return (
    session.isAdministrator ||
    session.gateways.some(({ name, role }) => name === gateway && role === 'maintainer')
  )
}

/** Whether some gateway is theirs to decide upon. */
export function maintainsAny(session: Session | null | undefined): boolean {
  if (session === null || session === undefined) return false
  return session.isAdministrator || session.gateways.some(({ role }) => role === 'maintainer')
}

/** Of who is signed in here. */
export function useMayMaintain(gateway: string): boolean {
  return mayMaintain(useSession(), gateway) === true
}
