import type { Grant, Release, Resource } from '../model/release.ts'
import type { GatewayDocumentation } from './documentation.ts'

/** What a set of definition files says once it was found right: complete, with every default put
 *  in, and without a secret. */
export interface Definition {
  readonly apps: readonly AppDefinition[]
  readonly gateways: readonly GatewayDefinition[]
  readonly warnings: readonly DefinitionWarning[]
}

/** Something that works and is probably not meant. */
export interface DefinitionWarning {
  readonly path: string
  readonly message: string
}

/** As written, `${NAME}` and `x-*` included, secrets that were written out replaced by their hash. */
export type Written = Readonly<Record<string, unknown>>

export interface AppDefinition {
  readonly code: string
  readonly owner: string
  readonly description: string
  readonly secretHashes: readonly string[]
  readonly written: Written
}

export interface BackendDefinition {
  readonly name: string
  readonly description: string
  readonly owners: readonly string[]
}

/** All of a Release but its number and hash. */
export type ReleaseContent = Omit<Release, 'number' | 'hash'>

export interface StageDefinition {
  readonly name: string
  readonly description: string
  readonly content: ReleaseContent
}

export interface GatewayDefinition {
  readonly name: string
  readonly description: string
  readonly public: boolean
  readonly maintainers: readonly string[]
  /** May look and not change; no part of a release. */
  readonly viewers: readonly string[]
  readonly backends: readonly BackendDefinition[]
  /** Before stage variables were put in. */
  readonly resources: readonly Resource[]
  readonly stages: readonly StageDefinition[]
  readonly grants: readonly Grant[]
  readonly documentation: GatewayDocumentation
  readonly written: Written
}
