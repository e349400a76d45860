import type { Place, TextPlaces } from '../text-places.ts'

/** What became of a document: every operation is taken or refused with one sentence, and what the gateway
 *  makes no use of is said once for each kind. */
export interface OpenApiReport {
  /** Such as `OpenAPI 3.1` or `Swagger 2.0`. */
  readonly format: string
  readonly title: string
  /** Taken and refused. A path whose operations cannot be read counts as one, that is refused. */
  readonly operations: number
  readonly taken: number
  readonly refused: readonly RefusedOperation[]
  readonly warnings: readonly ImportWarning[]
}

export interface RefusedOperation extends Place {
  /** `*` where it cannot be known. */
  readonly method: string
  readonly path: string
  readonly message: string
  /** What to do, '' where nothing better than the message can be said. */
  readonly suggestion: string
}

/** Of the first of its kind. */
export interface ImportWarning extends Place {
  readonly message: string
}

export interface Refusal {
  readonly message: string
  readonly suggestion: string
}

/** Sentences for people are made of `count` and of the first example. */
type WarningText = (count: number, first: string) => string

const warningTexts = {
  noPaths: () => 'the document has no "paths", so there is nothing to take',
  servers: (count) =>
    `not used: all but the first of ${count} servers; of that the path is, while hosts are said by the stage`,
  serversOfOperation: (count, first) =>
    `servers of their own: ${operations(count)} (${first}); their path is used, while all go to the hosts of one backend`,
  fragments: (count, first) =>
    `cut off, as no caller sends it: what stands behind "#" in ${paths(count)} (${first})`,
  renamedNames: (count, first) => `named as can stand here: ${operations(count)} (${first})`,
  madeNames: (count, first) =>
    `named after method and path, as there is no operationId: ${operations(count)} (${first})`,
  repeatedNames: (count, first) =>
    `numbered, as the name is that of an earlier one: ${operations(count)} (${first}); give each an operationId of its own`,
  renamedVariables: (count, first) =>
    `variables named as can stand here: ${paths(count)} (${first})`,
  security: () =>
    'not used: security schemes; who may call is said by `auth` of a resource (by default an application with a permission)',
  schemas: (count) =>
    `shown to callers and not checked: parameters, bodies and answers of ${operations(count)}`,
  largeSchemas: (count, first) =>
    `not kept, as they are too large: parameters, bodies and answers of ${operations(count)} (${first})`,
  largeParts: (count, first) =>
    `not kept, as they are too large: ${count === 1 ? '1 part' : `${count} parts`} that operations refer to (${first})`,
  tags: (count, first) =>
    `not kept: ${count === 1 ? '1 tag' : `${count} tags`} (${first}); a resource has 10 labels and a gateway 100 at most`,
  callbacks: (count) =>
    `not taken: callbacks of ${operations(count)}; the backend makes these calls`,
  webhooks: (count) => `not taken: webhooks (${count}); the backend makes these calls`,
  extensions: (count, first) => `not used: extensions (${count}, such as ${first})`,
  legacyKeys: (count) =>
    `not used: transformHeaders, upstreams and disabledStages of ${operations(count)}`,
  unknownKeys: (count, first) => `not used: unknown keys of paths (${count}, such as ${first})`,
} as const satisfies Record<string, WarningText>

export type WarningKind = keyof typeof warningTexts

export class ReportWriter {
  readonly refused: RefusedOperation[] = []
  readonly #places: TextPlaces
  readonly #warnings = new Map<WarningKind, { offset: number; count: number; first: string }>()

  constructor(places: TextPlaces) {
    this.#places = places
  }

  refuse(method: string, path: string, offset: number, { message, suggestion }: Refusal): void {
    this.refused.push({ method, path, ...this.#places.at(offset), message, suggestion })
  }

  /** `first` is an example, kept of the first only. */
  warn(kind: WarningKind, offset: number, first = '', count = 1): void {
    const known = this.#warnings.get(kind)
    if (known === undefined) this.#warnings.set(kind, { offset, count, first })
    else known.count += count
  }

  placeAt(offset: number): Place {
    return this.#places.at(offset)
  }

  warnings(): ImportWarning[] {
    const inOrder = [...this.#warnings].toSorted(([, a], [, b]) => a.offset - b.offset)
    return inOrder.map(([kind, { offset, count, first }]) => {
      const text: WarningText = warningTexts[kind]
      return { ...this.#places.at(offset), message: text(count, shortened(first)) }
    })
  }
}

/** What a document says is shown short. */
function shortened(text: string): string {
  return text.length > longestExample ? `${text.slice(0, longestExample)}…` : text
}

const longestExample = 160

function operations(count: number): string {
  return count === 1 ? '1 operation' : `${count} operations`
}

function paths(count: number): string {
  return count === 1 ? '1 path' : `${count} paths`
}
