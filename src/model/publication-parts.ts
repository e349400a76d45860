import type { Directory, DirectoryChange, Publication, Release } from './release.ts'

/** A publication on its way to one worker: what that worker holds already is only named. A change of one stage
 *  among twenty is a small message, and resources that stages share cross once. */
export type PublicationParts = Omit<Publication, 'releases' | 'directory'> & {
  /** JSON lists of the resources that are new to the worker; together they count on from `firstResource`. */
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

/** The first of a worker is whole. */
export type DirectoryPart = { readonly whole: Directory } | { readonly change: DirectoryChange }

export interface NewRelease {
  /** Names it from now on. */
  readonly id: number
  readonly release: Omit<Release, 'resources'>
  /** Numbers of its resources, in their order. */
  readonly resources: Uint32Array
}
