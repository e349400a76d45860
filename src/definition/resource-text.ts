import type { Resource } from '../model/release.ts'
import { canonicalJson } from './canonical-json.ts'

/** The canonical JSON of a resource. Kept as long as the resource: hashing, comparing and telling workers need
 *  it again and again, and up to 20 stages share it. */
export function resourceText(resource: Resource): string {
  const known = texts.get(resource)
  if (known !== undefined) return known
  const text = canonicalJson(resource)
  texts.set(resource, text)
  return text
}

const texts = new WeakMap<Resource, string>()
