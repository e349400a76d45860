import { stringify } from 'yaml'
import { readHostUrl } from '../host-url.ts'
import { withoutReferences } from '../references.ts'
import type { OpenApiImport } from './import-openapi.ts'
import type { OpenApiReport } from './import-report.ts'
import { oneLine } from './openapi-document.ts'

/** What an import gives to programs: the report, and resources as a definition has them. */
export type ImportAnswer = OpenApiReport & {
  /** Scheme and host of the document's first server, '' where it does not say. */
  readonly server: string
  readonly resources: readonly object[]
  /** What `$ref` in them stands for. */
  readonly references: Readonly<Record<string, unknown>>
}

export function importAnswer(imported: OpenApiImport): ImportAnswer {
  const { report, server, references } = imported
  const resources = imported.resources.map(({ resource }) => resource)
  return { ...report, server, resources, references }
}

/** A definition file of one gateway with these resources, to go on from. */
export function importedDefinition(imported: OpenApiImport, gateway: string): string {
  const { report, server } = imported
  const isKnown = server !== '' && !('message' in readHostUrl(server))
  const url = isKnown ? server : 'http://127.0.0.1:9000'
  const { resources, references } = importAnswer(imported)
  const hasReferences = Object.keys(references).length > 0
  const definition = {
    version: 1,
    gateways: [
      {
        name: gateway,
        description: oneLine(report.title.slice(0, longestDescription)),
        stages: [{ name: 'prod', backends: { default: { hosts: [{ url }] } } }],
        resources,
        ...(hasReferences ? { references } : {}),
      },
    ],
  }
  return stringify(asPlainText(definition), { lineWidth: 0, aliasDuplicateObjects: false })
}

const longestDescription = 500

/** A name of a gateway made of a title. */
export function gatewayNameOf(title: string): string {
  const word = title
    .slice(0, 200)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+/g, '')
    .slice(0, 30)
    .replaceAll(/-+$/g, '')
  return word.length < 3 ? 'imported' : word
}

/** `${NAME}` in a document is no reference to the environment. */
export function asPlainText(value: unknown): unknown {
  if (typeof value === 'string') return withoutReferences(value)
  if (Array.isArray(value)) return value.map(asPlainText)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => [key, asPlainText(member)])
  return Object.fromEntries(members)
}
