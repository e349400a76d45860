import { createHash } from 'node:crypto'
import type { Release } from '../model/release.ts'
import { canonicalJson } from './canonical-json.ts'
import type { ReleaseContent } from './definition.ts'
import { resourceText } from './resource-text.ts'

/** What a release is known by: the hash covers what a worker does with it, not which one it is. */
export function releaseHash(content: ReleaseContent): string {
  return hashOf(contentText(content))
}

/** Of the text of a content. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The text whose SHA-256 is the hash: canonical JSON. */
export function contentText(content: ReleaseContent): string {
  const { resources } = content
  const list = `[${resources.map(resourceText).join(',')}]`
  return canonicalJson(hashedPart(content), new Map([[resources, list]]))
}

/** Without writing the resources out, where those that say the same are one object (shared-resources.ts); false
 *  may be wrong. */
export function isSameContent(some: ReleaseContent, other: ReleaseContent): boolean {
  const isSameList =
    some.resources.length === other.resources.length &&
    some.resources.every((resource, index) => resource === other.resources[index])
  return isSameList && withoutResources(some) === withoutResources(other)
}

function withoutResources(content: ReleaseContent): string {
  return canonicalJson(hashedPart(content), new Map([[content.resources, '']]))
}

/** Everything but which one it is. */
export type HashedContent = Omit<ReleaseContent, 'gateway' | 'stage'>

function hashedPart(content: ReleaseContent): HashedContent {
  const { gateway: _gateway, stage: _stage, ...hashed } = content
  // a whole release may be passed as its content
  const { number: _number, hash: _hash, ...rest } = hashed as Omit<Release, 'gateway' | 'stage'>
  return rest
}
