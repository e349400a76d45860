/** Who asks the management API, and what they may do. Rights are looked up when they are needed, so that
 *  one that was taken away is gone at once. */
export interface Caller {
  /** For the audit: `token admin`, `user ann`; '' for nobody. */
  readonly name: string
  /** Name of the person; '' where none stands behind it. */
  readonly user: string
  readonly isAdministrator: boolean
  /** May read the gateway's settings and records. */
  mayView(gateway: string): boolean
  mayMaintain(gateway: string): boolean
  /** Owns the application of this code. */
  owns(app: string): boolean
}

/** Who sent no sign of who they are. */
export const nobody: Caller = {
  name: '',
  user: '',
  isAdministrator: false,
  mayView: () => false,
  mayMaintain: () => false,
  owns: () => false,
}

/** The holder of the token that the server was started with. */
export const tokenAdministrator: Caller = {
  name: 'token admin',
  user: '',
  isAdministrator: true,
  mayView: () => true,
  mayMaintain: () => true,
  owns: () => true,
}
