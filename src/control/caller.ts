/** Who asks the management API, and what they may do. Rights are looked up when they are needed, so that
 *  one that was taken away is gone at once. */
export interface Caller {
  /** For the audit: `token admin`, `user ann`, `token ci`; '' for nobody. */
  readonly name: string
  /** Name of the person; '' where none stands behind it. */
  readonly user: string
  readonly isAdministrator: boolean
  /** May read the gateway's settings and records. */
  mayView(gateway: string): boolean
  mayMaintain(gateway: string): boolean
  /** Owns the application of this code. */
  owns(app: string): boolean
  /** By name those that it may view, and the applications that it owns; of an administrator, who may all,
   *  there are none. */
  gatewaysInView(): readonly string[]
  ownedApps(): readonly string[]
  /** Where a person is signed in, and not a token sent. */
  readonly session?: CallerSession
}

export interface CallerSession {
  readonly id: string
  readonly csrfToken: string
  readonly expiresAtMs: number
}

/** Who sent no sign of who they are. */
export const nobody: Caller = { name: '', user: '', isAdministrator: false, ...mayAll(false) }

/** The holder of the token that the server was started with. */
export const tokenAdministrator: Caller = {
  name: 'token admin',
  user: '',
  isAdministrator: true,
  ...mayAll(true),
}

/** Signed in, or the holder of the server's own token. A token begets nothing that outlasts it: who found one
 *  that ends tomorrow could else make access of it that does not. */
export function isPresent(caller: Caller): boolean {
  return caller === tokenAdministrator || caller.session !== undefined
}

export function mayAll(
  answer: boolean,
): Pick<Caller, 'mayView' | 'mayMaintain' | 'owns' | 'gatewaysInView' | 'ownedApps'> {
  const always = (): boolean => answer
  const none = (): readonly string[] => []
  return {
    mayView: always,
    mayMaintain: always,
    owns: always,
    gatewaysInView: none,
    ownedApps: none,
  }
}
