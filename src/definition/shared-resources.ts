import type { Resource } from '../model/release.ts'
import type { StoredGateway } from './control-state.ts'
import { resourceText } from './resource-text.ts'

/** Makes resources that say the same one object, whichever stage or release they come from: 20 stages of 10,000
 *  resources take the memory of one, what did not change is seen at once, and workers are not told it again. */
export class SharedResources {
  readonly #byText = new Map<string, Resource>()
  /** What each that came by is now. */
  readonly #known = new Map<Resource, Resource>();

  /** Those of a gateway as it is now. Yields now and then. */
  *addAll(gateway: StoredGateway): Generator<void, void> {
    for (const { resources } of [gateway, ...gateway.stages.map(({ release }) => release)]) {
      for (const resource of resources) this.#same(resource)
      yield
    }
  }

  /** The same list, of shared objects. Yields now and then. */
  *shared(resources: readonly Resource[]): Generator<void, readonly Resource[]> {
    const list: Resource[] = []
    for (const [index, resource] of resources.entries()) {
      list.push(this.#same(resource))
      if (index % betweenYields === 0) yield
    }
    return list
  }

  #same(resource: Resource): Resource {
    const known = this.#known.get(resource)
    if (known !== undefined) return known
    const text = resourceText(resource)
    const same = this.#byText.get(text) ?? resource
    this.#byText.set(text, same)
    this.#known.set(resource, same)
    return same
  }
}

const betweenYields = 64
