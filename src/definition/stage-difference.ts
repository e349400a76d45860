import type { Release, Resource } from '../model/release.ts'
import type { ReleaseContent } from './definition.ts'
import type { HashedContent } from './release-content.ts'
import { isRecord } from './shape.ts'

/** What a stage would serve and does not: both sides without the resources that are the same, quick for
 *  thousands of which few differ. Maintainers are left out: they are in effect without a release. */
export interface StageDifference {
  readonly before: Partial<HashedContent>
  readonly after: Partial<HashedContent>
}

/** undefined: nothing is different. */
export function stageDifference(
  live: Release | undefined,
  next: ReleaseContent,
): StageDifference | undefined {
  const before = live === undefined ? newStage(next) : settingsOf(live)
  const [old, now] = differing(live?.resources ?? [], next.resources)
  const settings = settingsOf(next)
  if (old.length === 0 && now.length === 0 && isSame(before, settings)) return undefined
  return { before: { ...before, resources: old }, after: { ...settings, resources: now } }
}

/** As workers take it, in whatever order. */
type Settings = Omit<ReleaseContent, 'gateway' | 'stage' | 'maintainers' | 'resources'>

function settingsOf(content: ReleaseContent | Release): Settings {
  const {
    gateway: _gateway,
    stage: _stage,
    maintainers: _maintainers,
    resources: _resources,
    ...settings
  } = content
  // a whole release may be passed as its content
  const { number: _number, hash: _hash, ...rest } = settings as Settings & Partial<Release>
  return rest
}

/** Of a stage that is not served its settings say nothing; what it has does. */
function newStage(next: ReleaseContent): Settings {
  return { ...settingsOf(next), variables: {}, backends: [], plugins: [] }
}

function differing(
  before: readonly Resource[],
  after: readonly Resource[],
): readonly [Resource[], Resource[]] {
  const old = new Map(before.map((resource) => [resource.name, resource]))
  const added = after.filter((resource) => {
    const was = old.get(resource.name)
    if (was === undefined || !isSameResource(was, resource)) return true
    old.delete(resource.name)
    return false
  })
  return [[...old.values()], added]
}

/** Found to be the same before; both never change. */
const same = new WeakMap<Resource, Resource>()

function isSameResource(one: Resource, other: Resource): boolean {
  if (one === other || same.get(one) === other) return true
  if (!isSame(one, other)) return false
  same.set(one, other)
  return true
}

/** Of plain values, whatever the order of members. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, index) => isSame(item, other[index]))
  }
  if (!isRecord(one) || !isRecord(other)) return false
  const keys = Object.keys(one)
  if (keys.length !== Object.keys(other).length) return false
  return keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
}
