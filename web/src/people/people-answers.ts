/** What the management API says of people (docs/reference/people.md). */
export interface User {
  readonly name: string
  readonly displayName: string
  readonly email: string
  readonly groups: readonly string[]
  readonly isAdministrator: boolean
  readonly disabled: boolean
  /** `oidc`: the identity provider says who they are, and in which groups. */
  readonly source: 'local' | 'oidc'
  readonly hasPassword: boolean
  readonly madeAt: string
}

export interface PasswordLink {
  readonly passwordLink: string
  readonly linkExpiresAt: string
}

export interface SignedIn {
  readonly id: string
  readonly isThisOne: boolean
  readonly address: string
  readonly agent: string
  readonly madeAt: string
  readonly usedAt: string
  readonly expiresAt: string
}

export const tokenRoles = ['administrator', 'maintainer', 'viewer', 'app-owner', 'guest'] as const
export type TokenRole = (typeof tokenRoles)[number]

export interface Token {
  readonly id: string
  readonly name: string
  /** By which it can be told where it lies. */
  readonly begins: string
  readonly kind: 'personal' | 'service'
  readonly user: string
  readonly role?: TokenRole
  readonly gateways?: readonly string[]
  readonly apps?: readonly string[]
  readonly madeAt: string
  readonly madeBy: string
  readonly expiresAt: string
  readonly usedAt: string | null
}
