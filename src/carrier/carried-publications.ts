import { listDifference } from '../model/list-difference.ts'
import type { DirectoryPart, NewRelease, PublicationParts } from '../model/publication-parts.ts'
import type { Directory, Publication, Release } from '../model/release.ts'
import { directoryAfter } from './directory-change.ts'

/** A publication as the carrier holds it, to start dead workers again with: resources stay the texts that workers
 *  read. What stays the same from one publication to the next is the same object, so that workers are told the rest. */
export type CarriedPublication = Omit<Publication, 'releases'> & {
  readonly releases: readonly CarriedRelease[]
}

export type CarriedRelease = Omit<Release, 'resources'> & {
  readonly resources: readonly ResourceText[]
}

export interface ResourceText {
  readonly text: string
}

/** What one control plane tells, from its first publication, which is whole, to its end. */
export class CarriedPublications {
  readonly #resources = new Map<number, ResourceText>()
  readonly #releases = new Map<number, CarriedRelease>()
  #directory: Directory | undefined

  /** `carried` is what workers serve now. The first publication of a control plane that follows another is all new
   *  to us, and mostly says what is served already: then it is `carried` itself. */
  take(parts: PublicationParts, carried?: CarriedPublication): CarriedPublication {
    const known = this.#directory === undefined && carried !== undefined ? carried : undefined
    this.#takeResources(parts, known)
    const releases = parts.releases.map((part) =>
      typeof part === 'number' ? held(this.#releases.get(part)) : this.#made(part, known),
    )
    for (const id of parts.forgotten.releases) this.#releases.delete(id)
    for (const id of parts.forgotten.resources) this.#resources.delete(id)
    const directory = this.#directoryAfter(parts.directory, known)
    this.#directory = directory
    const isKnown = known?.directory === directory && isSameList(known.releases, releases)
    return isKnown ? known : { version: parts.version, releases, directory }
  }

  #takeResources({ resources, firstResource }: PublicationParts, known?: CarriedPublication): void {
    const texts = new Map<string, ResourceText>()
    for (const release of known?.releases ?? [])
      for (const resource of release.resources)
        if (!texts.has(resource.text)) texts.set(resource.text, resource)
    for (const [at, text] of resources.entries())
      this.#resources.set(firstResource + at, texts.get(text) ?? { text })
  }

  #made({ id, release, resources }: NewRelease, known?: CarriedPublication): CarriedRelease {
    const list = Array.from(resources, (number) => held(this.#resources.get(number)))
    const same = known?.releases.find(
      (one) => isSameRelease(one, release) && isSameText(one.resources, list),
    )
    const made = same ?? { ...release, resources: list }
    this.#releases.set(id, made)
    return made
  }

  #directoryAfter(part: DirectoryPart | undefined, known?: CarriedPublication): Directory {
    if (part === undefined) return held(this.#directory)
    if ('change' in part) return directoryAfter(held(this.#directory), part.change)
    return known === undefined ? part.whole : withKnown(part.whole, known.directory)
  }
}

/** The hash covers all that a worker does with a release. */
function isSameRelease(
  one: Omit<Release, 'resources'>,
  other: Omit<Release, 'resources'>,
): boolean {
  return (['gateway', 'stage', 'number', 'hash'] as const).every(
    (part) => one[part] === other[part],
  )
}

function isSameText(some: readonly ResourceText[], others: readonly ResourceText[]): boolean {
  return some.length === others.length && some.every(({ text }, at) => text === others[at]?.text)
}

function isSameList(some: readonly object[], others: readonly object[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at])
}

/** Says what `directory` says, with the objects of `known` where those say the same; `known` itself where all do. */
function withKnown(directory: Directory, known: Directory): Directory {
  const apps = knownAmong(directory.apps, known.apps)
  const grants = knownAmong(directory.grants, known.grants)
  const keys = knownAmong(directory.keys, known.keys)
  const isSame =
    isSameSet(apps, known.apps) && isSameSet(grants, known.grants) && isSameSet(keys, known.keys)
  return isSame ? known : { version: directory.version, apps, grants, keys }
}

function knownAmong<Item extends object>(
  items: readonly Item[],
  known: readonly Item[],
): readonly Item[] {
  const texts = new Map(known.map((item) => [JSON.stringify(item), item]))
  return items.map((item) => texts.get(JSON.stringify(item)) ?? item)
}

function isSameSet(some: readonly object[], others: readonly object[]): boolean {
  const { gone, come } = listDifference(some, others)
  return gone.length + come.length === 0
}

function held<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a publication names a part that was never told') // our defect
  return part
}
