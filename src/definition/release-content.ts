import type { Release } from '../model/release.ts'
import { canonicalHash, canonicalJson } from './canonical-json.ts'
import type { ReleaseContent } from './definition.ts'

/** What a release is known by: the hash covers what a worker does with it, not which one it is. */
export function releaseHash(content: ReleaseContent, known?: WeakMap<object, string>): string {
  return canonicalHash(hashedPart(content), known)
}

/** The text whose SHA-256 is the hash. */
export function contentText(content: ReleaseContent, known?: WeakMap<object, string>): string {
  return canonicalJson(hashedPart(content), known)
}

/** Everything but which one it is. */
export type HashedContent = Omit<ReleaseContent, 'gateway' | 'stage'>

function hashedPart(content: ReleaseContent): HashedContent {
  const { gateway: _gateway, stage: _stage, ...hashed } = content
  // a whole release may be passed as its content
  const { number: _number, hash: _hash, ...rest } = hashed as Omit<Release, 'gateway' | 'stage'>
  return rest
}
