import { type Static, type TSchema, Type } from 'typebox'
import type { Plugin } from '../model/plugin.ts'
import { contactsSchema, deprecatedSchema, referencesSchema } from './documentation-schema.ts'
import { authSchema, resourceSchema } from './resource-schema.ts'
import { line, mapping, name } from './schema-parts.ts'
import { pluginSchema, stageSchema } from './stage-schema.ts'

/** The schema of a definition file: what the reader checks, what `faultline schema` prints and what
 *  docs/reference/definition.md is compared with. */

/** Of blueking's stages; each one multiplies the releases. */
const mostStages = 20
/** The route table and the editing of one file are tested up to here. */
export const mostResources = 10_000

const secret = { minLength: 1, maxLength: 128, writeOnly: true } as const

export const appSchema = mapping(
  {
    code: name('app', 'What the application calls itself.'),
    secret: Type.Optional(
      Type.String({
        ...secret,
        description: 'Stored as a SHA-256 hash only. Write ${NAME} to keep it out of the file.',
      }),
    ),
    secrets: Type.Optional(
      Type.Array(Type.String(secret), {
        maxItems: 2,
        description:
          'Instead of `secret`: two that are valid at once, while one replaces the other; none (`[]`) revokes the application.',
      }),
    ),
    secretHashes: Type.Optional(
      Type.Array(
        Type.String({ pattern: '^[0-9a-f]{64}$', 'x-rule': 'a SHA-256 in 64 hex digits' }),
        {
          maxItems: 2,
          description: 'Instead of a secret: its SHA-256 in hex.',
        },
      ),
    ),
    owner: Type.Optional(
      line(128, 'Who is responsible for the application: a user or a group. May read its calls.'),
    ),
    description: Type.Optional(line(512, 'For people.')),
  },
  'An application that calls gateways.',
)

const gatewayBackendSchema = mapping(
  {
    name: name('backend', 'What resources and stages refer to.'),
    description: Type.Optional(line(512, 'For people.')),
    owners: Type.Optional(
      Type.Array(line(128, 'A person or a team.'), {
        maxItems: 100,
        default: [],
        description: 'Who must act when this backend fails.',
      }),
    ),
  },
  'A target of resources; stages say where it is.',
)

const userAuthSchema = mapping(
  {
    tokenUrl: Type.Optional(
      Type.String({ maxLength: 2_048, description: 'Asked with ?bk_token=… whose token it is.' }),
    ),
    jwksUrl: Type.Optional(
      Type.String({ maxLength: 2_048, description: 'Public keys of the issuer of JWTs.' }),
    ),
    issuer: Type.Optional(line(512, 'The `iss` that a JWT must carry.')),
    audience: Type.Optional(line(512, 'The `aud` that a JWT must carry.')),
    algorithms: Type.Optional(
      Type.Array(Type.Enum(['RS256', 'RS512', 'ES256']), {
        minItems: 1,
        maxItems: 3,
        default: ['RS256', 'RS512', 'ES256'],
        description: 'Signature algorithms that are accepted.',
      }),
    ),
    timeoutMs: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 60_000,
        default: 5_000,
        'x-unit': 'milliseconds',
        description: 'Limit of one question to either URL.',
      }),
    ),
  },
  'How signed-in users prove themselves: tokenUrl, jwksUrl or both.',
)

const grantSchema = mapping(
  {
    app: name('app', 'Which application may call.'),
    resources: Type.Optional(
      Type.Array(name('resource', 'Name of a resource.'), {
        minItems: 1,
        maxItems: mostResources,
        description: 'Which resources. Left out: the whole gateway.',
      }),
    ),
    expires: Type.Optional(
      Type.String({
        pattern: String.raw`^\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d))?$`,
        'x-rule': 'a date (2030-01-01) or a time with its zone (2030-01-01T12:00:00Z)',
        description:
          'The moment the grant ends; a date means its beginning in UTC. Left out: never.',
      }),
    ),
  },
  'A permission.',
)

const openapiFile = {
  minLength: 1,
  maxLength: 1_024,
  'x-rule': 'the name of a file',
  description: 'An OpenAPI 3 or Swagger 2 document, relative to the folder of this file.',
} as const

const openapiSchema = mapping(
  {
    file: Type.String(openapiFile),
    partial: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Go on without operations that cannot be taken; they are warnings then.',
      }),
    ),
    backend: Type.Optional(
      name('backend', 'Where operations lead that name no backend themselves. Default: default.'),
    ),
    auth: Type.Optional(authSchema),
  },
  'A document with what it does not say itself.',
)

export const gatewaySchema = mapping(
  {
    name: name('gateway', 'Stands in the URL: /api/{gateway}/{stage}/…'),
    description: Type.Optional(line(512, 'For people.')),
    maintainers: Type.Optional(
      Type.Array(line(128, 'A person or a team.'), {
        maxItems: 100,
        default: [],
        description:
          'The persons in charge, shown to callers: users or groups. They may change the gateway and read its flow records.',
      }),
    ),
    viewers: Type.Optional(
      Type.Array(line(128, 'A person or a team.'), {
        maxItems: 100,
        default: [],
        description:
          'Users or groups that may read the gateway and its flow records, and change nothing.',
      }),
    ),
    public: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Listed where callers look for gateways.',
      }),
    ),
    contacts: Type.Optional(contactsSchema),
    deprecated: Type.Optional(deprecatedSchema),
    userAuth: Type.Optional(userAuthSchema),
    backends: Type.Optional(
      Type.Array(gatewayBackendSchema, {
        maxItems: 1_000,
        description: 'Default: one with the name default.',
      }),
    ),
    stages: Type.Optional(
      Type.Array(stageSchema, { maxItems: mostStages, description: 'Published environments.' }),
    ),
    resources: Type.Optional(
      Type.Array(resourceSchema, { maxItems: mostResources, description: 'What can be called.' }),
    ),
    openapi: Type.Optional(
      Type.Union([Type.String(openapiFile), openapiSchema], {
        description: 'In place of `resources`: a document whose operations they are.',
      }),
    ),
    references: Type.Optional(referencesSchema),
    grants: Type.Optional(
      Type.Array(grantSchema, {
        maxItems: 100_000,
        description: 'Which application may call what.',
      }),
    ),
  },
  'An API product. A file is the whole truth about the gateways it names.',
)

export const definitionSchema = mapping(
  {
    version: Type.Literal(1, { description: 'Of this format.' }),
    apps: Type.Optional(
      Type.Array(appSchema, { maxItems: 100_000, description: 'Applications that call.' }),
    ),
    gateways: Type.Optional(
      Type.Array(gatewaySchema, { maxItems: 1_000, description: 'Gateways that are called.' }),
    ),
  },
  'A Faultline definition.',
)

export type AppText = Static<typeof appSchema>
export type GatewayText = Static<typeof gatewaySchema>
export type ResourceText = NonNullable<GatewayText['resources']>[number]
export type StageText = NonNullable<GatewayText['stages']>[number]
export type StageBackendText = NonNullable<StageText['backends']>[string]
export type HostText = StageBackendText['hosts'][number]
export type TlsText = NonNullable<HostText['tls']>
export type GrantText = NonNullable<GatewayText['grants']>[number]
export type PluginText = Static<typeof pluginSchema>

/** With the options of these plugins written into the list of plugins, for editors. */
export function definitionSchemaFor(plugins: readonly Plugin[]): TSchema {
  const choices = plugins.filter(({ scope }) => scope === 'listed').map(pluginChoice)
  const schema: TSchema = { $schema: 'https://json-schema.org/draft/2020-12/schema' }
  Object.assign(schema, structuredClone(definitionSchema))
  replaceItems(schema, JSON.stringify(pluginSchema), { anyOf: choices })
  return schema
}

function pluginChoice({ name: type, options }: Plugin): TSchema {
  return mapping(
    {
      type: Type.Enum([type, `bk-${type}`], { description: 'Name of the plugin.' }),
      config: Type.Optional(options),
    },
    `Plugin ${type}.`,
  )
}

function replaceItems(schema: object, old: string, items: TSchema): void {
  for (const [key, value] of Object.entries(schema)) {
    if (typeof value !== 'object' || value === null) continue
    if (key === 'items' && JSON.stringify(value) === old) Object.assign(schema, { items })
    else replaceItems(value, old, items)
  }
}
