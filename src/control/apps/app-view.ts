import type { StoredApp } from '../../definition/control-state.ts'

/** An application as answers show it: never with a secret, and of hashes only their beginning. */
export function shownApp(app: StoredApp): {
  readonly code: string
  readonly owner: string
  readonly description: string
  readonly managedBy: 'file' | 'api'
  readonly secrets: readonly ShownSecret[]
} {
  const { code, owner, description, managedBy = 'file' } = app
  return { code, owner, description, managedBy, secrets: shownSecrets(app) }
}

export interface ShownSecret {
  readonly id: string
  /** null: it came from a definition file. */
  readonly createdAt: string | null
}

export function shownSecrets({ secretHashes, madeSecrets = [] }: StoredApp): ShownSecret[] {
  return secretHashes.map((hash) => {
    const made = madeSecrets.find((one) => one.hash === hash)
    const createdAt = made === undefined ? null : new Date(made.atMs).toISOString()
    return { id: secretIdOf(hash), createdAt }
  })
}

/** Enough of the hash to tell two secrets apart, too little to look it up. */
export function secretIdOf(hash: string): string {
  return hash.slice(0, 12)
}
