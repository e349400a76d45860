import type { WholeApi } from '../../src/control/whole-api-under-test.ts'

/** The OpenAPI document of the management API, as far as tests look at it. */
export interface ApiDocument {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters: readonly Parameter[]
  /** It says that it takes none. */
  readonly 'x-bodiless'?: true
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, Response>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly schema: Schema
}

/** As far as requests are made from it. */
export interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly default?: unknown
}

interface Media {
  readonly schema?: Schema
  readonly example?: unknown
}

interface Response {
  readonly description: string
  readonly content?: Readonly<Record<string, Media>>
}

export interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export async function apiDocument({ app }: WholeApi): Promise<ApiDocument> {
  return (await app.inject('/api/v1/openapi.json')).json<ApiDocument>()
}

export function routesOf({ paths }: ApiDocument): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
}

/** Keys of problems that the route says it can answer with, by status. */
export function problemKeysOf({ responses }: Operation): ReadonlyMap<number, readonly string[]> {
  const keys = Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = content?.['application/problem+json']?.schema as ProblemSchema | undefined
    const named = schema?.allOf[1]?.properties?.key.enum
    return named === undefined ? [] : [[Number(status), named] as const]
  })
  return new Map(keys)
}

/** As src/control/openapi.ts writes it. */
interface ProblemSchema {
  readonly allOf: readonly { properties?: { key: { enum: readonly string[] } } }[]
}
