import type { Directory, DirectoryChange, Publication, Release } from './release.ts'

/** A publication on its way: to the carrier, and from there to each worker. What the other side holds already is only named. A change of one stage
 *  among twenty is a small message, and resources that stages share cross once. */
export type PublicationParts = Omit<Publication, 'releases' | 'directory'> & {
  /** JSON of each resource that is new there; they count on from `firstResource`. */
  readonly resources: readonly string[]
  readonly firstResource: number
  /** In their order; a number names one that the worker holds. */
  readonly releases: readonly (number | NewRelease)[]
  /** Not needed after this publication. */
  readonly forgotten: {
    readonly resources: readonly number[]
    readonly releases: readonly number[]
  }
  /** undefined: as it was. */
  readonly directory: DirectoryPart | undefined
}

/** As a worker reads it: JSON lists, so that many resources are read in one go. */
export type ListedParts = Omit<PublicationParts, 'resources'> & {
  readonly resourceLists: readonly string[]
}

/** The first one is whole. */
export type DirectoryPart = { readonly whole: Directory } | { readonly change: DirectoryChange }

export interface NewRelease {
  /** Names it from now on. */
  readonly id: number
  readonly release: Omit<Release, 'resources'>
  /** Numbers of its resources, in their order. */
  readonly resources: Uint32Array
}
