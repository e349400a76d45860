import type { Grant } from '../../model/release.ts'

/** When permissions end, as numbers that compare: for ever is Infinity. */
export const dayMs = 86_400_000

export function endOf({ expiresAtMs }: Pick<Grant, 'expiresAtMs'>): number {
  return expiresAtMs ?? Number.POSITIVE_INFINITY
}

/** null: the whole gateway, which only a grant of that covers. */
export function covers({ resources }: Grant, resource: string | null): boolean {
  return resources === null || (resource !== null && resources.includes(resource))
}

/** Until when the grants let their application call a resource; it may be over. undefined: never did. */
export function heldUntil(grants: readonly Grant[], resource: string | null): number | undefined {
  const ends = grants.filter((grant) => covers(grant, resource)).map(endOf)
  return ends.length === 0 ? undefined : Math.max(...ends)
}

/** As answers show it; null: for ever. */
export function isoOrNull(expiresAtMs: number | null): string | null {
  return expiresAtMs === null ? null : new Date(expiresAtMs).toISOString()
}
