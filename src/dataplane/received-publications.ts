import type { ListedParts, NewRelease } from '../model/publication-parts.ts'
import type { Release, Resource, ServedReleases } from '../model/release.ts'

/** The worker's side of publications that come in parts: what it was told before, by number. Of the
 *  directory LiveDirectory is that side. */
export class ReceivedPublications {
  readonly #resources = new Map<number, Resource>()
  readonly #releases = new Map<number, Release>();
  /** Yields now and then, and returns what is to be served, whole. */
  *take(parts: ListedParts): Generator<void, ServedReleases> {
    let number = parts.firstResource
    for (const text of parts.resourceLists) {
      const resources = JSON.parse(text) as Resource[] // of the carrier, which gives nothing else
      for (const resource of resources) this.#resources.set(number++, resource)
      yield
    }
    const releases: Release[] = []
    for (const part of parts.releases) {
      releases.push(typeof part === 'number' ? held(this.#releases.get(part)) : this.#made(part))
      yield
    }
    for (const id of parts.forgotten.releases) this.#releases.delete(id)
    for (const id of parts.forgotten.resources) this.#resources.delete(id)
    return { version: parts.version, releases }
  }

  get heldResources(): number {
    return this.#resources.size
  }

  #made({ id, release, resources }: NewRelease): Release {
    const list = Array.from(resources, (number) => held(this.#resources.get(number)))
    const made = { ...release, resources: list }
    this.#releases.set(id, made)
    return made
  }
}

function held<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a publication names a part that was never told') // our defect
  return part
}
