import {
  listOf,
  type Part,
  partOf,
  type References,
  resolved,
  type SchemaRow,
  schemaRows,
  textOf,
} from './schema-rows.ts'

/** What an operation takes and answers, of OpenAPI 3 and Swagger 2 alike. */
export interface Parameter {
  readonly name: string
  /** `path`, `query`, `header`, `cookie`, `formData`. */
  readonly place: string
  readonly isRequired: boolean
  readonly description: string
  readonly row: SchemaRow
  /** A value to begin with; '' where none is said. */
  readonly example: string
}

export interface Content {
  /** Such as `application/json`; '' where it is not said. */
  readonly media: string
  readonly schema: unknown
}

export interface Body extends Content {
  readonly isRequired: boolean
  readonly description: string
}

export interface Answer {
  readonly status: string
  readonly description: string
  readonly contents: readonly Content[]
}

export function parametersOf(operation: Part | null, references: References): Parameter[] {
  return allParameters(operation, references)
    .filter(({ in: place }) => place !== 'body')
    .map((part) => {
      const schema = part['schema'] ?? part // Swagger 2 says the type beside the name
      const [row = emptyRow] = schemaRows(schema, references)
      const inner = resolved(schema, references).part
      const examples = [part['example'], inner['example'], inner['default'], first(inner['enum'])]
      return {
        name: textOf(part['name']),
        place: textOf(part['in']),
        isRequired: part['required'] === true,
        description: textOf(part['description']) || row.description,
        row,
        example: examples.map(valueText).find((text) => text !== '') ?? '',
      }
    })
}

export function bodiesOf(operation: Part | null, references: References): Body[] {
  const body = resolved(operation?.['requestBody'], references).part
  const about = {
    isRequired: body['required'] === true,
    description: textOf(body['description']),
  }
  const contents = contentsOf(body).map((content) => ({ ...content, ...about }))
  const ofSwagger = allParameters(operation, references)
    .filter(({ in: place }) => place === 'body')
    .map((part) => ({
      media: '',
      schema: part['schema'],
      isRequired: part['required'] === true,
      description: textOf(part['description']),
    }))
  return [...contents, ...ofSwagger]
}

export function answersOf(operation: Part | null, references: References): Answer[] {
  return Object.entries(partOf(operation?.['responses'])).map(([status, written]) => {
    const answer = resolved(written, references).part
    const ofSwagger =
      answer['schema'] === undefined ? [] : [{ media: '', schema: answer['schema'] }]
    return {
      status,
      description: textOf(answer['description']),
      contents: [...contentsOf(answer), ...ofSwagger],
    }
  })
}

function contentsOf(part: Part): Content[] {
  return Object.entries(partOf(part['content'])).map(([media, written]) => {
    return { media, schema: partOf(written)['schema'] }
  })
}

function allParameters(operation: Part | null, references: References): Part[] {
  return listOf(operation?.['parameters'])
    .map((written) => resolved(written, references).part)
    .filter((part) => typeof part['name'] === 'string')
}

function first(value: unknown): unknown {
  return listOf(value)[0]
}

/** '' for what does not fit into a field. */
function valueText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

const emptyRow: SchemaRow = {
  place: '',
  depth: 0,
  name: '',
  type: '',
  isRequired: false,
  description: '',
  facts: [],
  ends: '',
}
