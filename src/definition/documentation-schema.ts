import { Type } from 'typebox'
import { line, mapping } from './schema-parts.ts'

/** What a definition says for people only: documents, labels, contacts. Nothing of it reaches a worker. */

/** As of the old system. */
export const mostLabels = 100
const mostLabelsOfResource = 10
/** Characters; the longest documents that people write have half of it. */
export const longestDocument = 65_536

export const contactsSchema = Type.Array(
  mapping(
    {
      name: line(128, 'A person, a team or a service account.'),
      email: Type.Optional(line(254, 'Address of e-mail.')),
      phone: Type.Optional(line(64, 'Telephone.')),
      link: Type.Optional(line(2_048, 'A page or a chat: http, https, mailto or wxwork.')),
    },
    'Whom callers ask.',
  ),
  { maxItems: 100, description: 'Whom callers ask, beside the maintainers.' },
)

export const deprecatedSchema = mapping(
  { note: Type.Optional(line(512, 'What to use instead, and until when this works.')) },
  'It should not be used any more; callers are told.',
)

export const labelsSchema = Type.Array(
  Type.String({
    pattern: String.raw`^[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$`,
    'x-rule': 'a label: one line of text without space around it',
    maxLength: 64,
  }),
  {
    maxItems: mostLabelsOfResource,
    description: 'What callers filter by; at most 100 different ones in a gateway.',
  },
)

const document = (language: string) =>
  Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: longestDocument,
      description: `In ${language}: Markdown, or the name of a file (./get_order.md).`,
    }),
  )

export const docsSchema = mapping(
  { en: document('English'), zh: document('Chinese') },
  'The document of the resource, in one or both languages.',
)

export const operationSchema = mapping(
  {
    parameters: Type.Optional(
      Type.Array(Type.Unknown(), { maxItems: 1_000, description: 'As in OpenAPI.' }),
    ),
    requestBody: Type.Optional(Type.Unknown({ description: 'As in OpenAPI.' })),
    responses: Type.Optional(Type.Unknown({ description: 'As in OpenAPI.' })),
  },
  'What a request and its answers hold; shown to callers and not checked.',
)

export const referencesSchema = Type.Record(
  Type.String({ pattern: '^#' }),
  Type.Unknown({ description: 'As in OpenAPI.' }),
  {
    additionalProperties: false,
    'x-key-rule': 'a reference as `$ref` has it, such as #/components/schemas/Order',
    maxProperties: 10_000,
    description: 'What `$ref` in `schema` of resources stands for.',
  },
)
