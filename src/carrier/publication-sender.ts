import type {
  DirectoryPart,
  ListedParts,
  NewRelease,
  PublicationParts,
} from '../model/publication-parts.ts'
import type { Directory, Publication, Release } from '../model/release.ts'
import { directoryChange } from './directory-change.ts'

/** A publication whose resources are of whatever kind the sender's side keeps them in. */
export type SentPublication<Resource extends object> = Omit<Publication, 'releases'> & {
  readonly releases: readonly SentRelease<Resource>[]
}

type SentRelease<Resource extends object> = Omit<Release, 'resources'> & {
  readonly resources: readonly Resource[]
}

/** The sending side of publications that go to one receiver in parts (the control plane's to the carrier, the carrier's
 *  to each worker): knows what that one holds, which is what the last publication and the one before it need: it may
 *  be told to return to it. */
export class PublicationSender<Resource extends object> {
  readonly #textOf: (resource: Resource) => string
  readonly #releases = new Map<SentRelease<Resource>, HeldRelease>()
  readonly #resources = new Map<Resource, HeldResource>()
  #last: readonly SentRelease<Resource>[] = []
  #directory: Directory | undefined
  #nextResource = 0
  #nextRelease = 0

  /** `textOf`: its JSON. */
  constructor(textOf: (resource: Resource) => string) {
    this.#textOf = textOf
  }

  partsOf({ releases, directory, ...rest }: SentPublication<Resource>): PublicationParts {
    const firstResource = this.#nextResource
    const added: Resource[] = []
    const parts = releases.map(
      (release) => this.#releases.get(release)?.id ?? this.#add(release, added),
    )
    return {
      ...rest,
      firstResource,
      resources: added.map((one) => this.#textOf(one)),
      releases: parts,
      forgotten: this.#forgetAllBut(releases),
      directory: this.#directoryPart(directory),
    }
  }

  #directoryPart(directory: Directory): DirectoryPart | undefined {
    const before = this.#directory
    this.#directory = directory
    if (before === directory) return undefined
    return before === undefined
      ? { whole: directory }
      : { change: directoryChange(before, directory) }
  }

  #add(release: SentRelease<Resource>, added: Resource[]): NewRelease {
    const { resources, ...rest } = release
    const id = this.#nextRelease++
    this.#releases.set(release, { id })
    const numbers = Uint32Array.from(resources, (resource) => {
      const known = this.#resources.get(resource)
      if (known !== undefined) {
        known.uses += 1
        return known.id
      }
      added.push(resource)
      this.#resources.set(resource, { id: this.#nextResource, uses: 1 })
      return this.#nextResource++
    })
    return { id, release: rest, resources: numbers }
  }

  #forgetAllBut(releases: readonly SentRelease<Resource>[]): PublicationParts['forgotten'] {
    const kept = new Set([...this.#last, ...releases])
    this.#last = releases
    const forgotten = { resources: [] as number[], releases: [] as number[] }
    for (const [release, { id }] of this.#releases) {
      if (kept.has(release)) continue
      this.#releases.delete(release)
      forgotten.releases.push(id)
      for (const resource of release.resources) this.#letGo(resource, forgotten.resources)
    }
    return forgotten
  }

  #letGo(resource: Resource, forgotten: number[]): void {
    const held = this.#resources.get(resource)
    if (held === undefined) return
    held.uses -= 1
    if (held.uses > 0) return
    this.#resources.delete(resource)
    forgotten.push(held.id)
  }
}

interface HeldRelease {
  readonly id: number
}

interface HeldResource {
  readonly id: number
  /** Releases that hold it, counted as often as they do. */
  uses: number
}

/** Resources that a worker reads in one go: some 100 KB, less than a millisecond. */
const mostInList = 200

/** For a worker. */
export function inLists({ resources, ...parts }: PublicationParts): ListedParts {
  const resourceLists: string[] = []
  for (let at = 0; at < resources.length; at += mostInList)
    resourceLists.push(`[${resources.slice(at, at + mostInList).join(',')}]`)
  return { ...parts, resourceLists }
}
