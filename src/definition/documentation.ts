import type { GatewayText, ResourceText } from './definition-schema.ts'

/** What people read about a gateway. It is kept beside the resources and is no part of a release, so that
 *  a changed word makes no new one. */
export interface GatewayDocumentation {
  readonly contacts: readonly Contact[]
  /** null: it is not. */
  readonly deprecated: Deprecation | null
  /** By name, of those that say something; a resource that is not here says nothing and is public. */
  readonly resources: Readonly<Record<string, ResourceDocumentation>>
  /** What a `$ref` in `schema` of a resource stands for, by the reference as it is written there. */
  readonly references: Readonly<Record<string, unknown>>
}

/** Empty texts: not said. */
export interface Contact {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly link: string
}

export interface Deprecation {
  readonly note: string
}

export interface ResourceDocumentation {
  readonly summary: string
  readonly description: string
  readonly labels: readonly string[]
  readonly public: boolean
  readonly allowApply: boolean
  readonly deprecated: Deprecation | null
  /** Markdown. */
  readonly docs: { readonly en?: string; readonly zh?: string }
  readonly schema: OperationSchema | null
}

/** As OpenAPI 3 or Swagger 2 has it, never looked into but to be shown. */
export interface OperationSchema {
  readonly parameters?: readonly unknown[]
  readonly requestBody?: unknown
  readonly responses?: unknown
}

export const noDocumentation: GatewayDocumentation = {
  contacts: [],
  deprecated: null,
  resources: {},
  references: {},
}

const saysNothing: ResourceDocumentation = {
  summary: '',
  description: '',
  labels: [],
  public: true,
  allowApply: true,
  deprecated: null,
  docs: {},
  schema: null,
}

export function documentationOf(
  { resources }: GatewayDocumentation,
  resource: string,
): ResourceDocumentation {
  return (Object.hasOwn(resources, resource) ? resources[resource] : undefined) ?? saysNothing
}

export function buildDocumentation(text: GatewayText): GatewayDocumentation {
  const resources: Record<string, ResourceDocumentation> = {}
  for (const resource of text.resources ?? []) {
    const said = buildResourceDocumentation(resource)
    if (said !== undefined) resources[resource.name] = said
  }
  return {
    contacts: (text.contacts ?? []).map(({ name, email = '', phone = '', link = '' }) => ({
      name,
      email,
      phone,
      link,
    })),
    deprecated: text.deprecated === undefined ? null : { note: text.deprecated.note ?? '' },
    resources,
    references: text.references ?? {},
  }
}

function buildResourceDocumentation(text: ResourceText): ResourceDocumentation | undefined {
  const isSilent = documentationKeys.every((key) => text[key] === undefined)
  if (isSilent) return undefined
  const { en, zh } = text.docs ?? {}
  const { parameters, requestBody, responses } = text.schema ?? {}
  const isPublic = text.public ?? true
  return {
    summary: text.summary ?? '',
    description: text.description ?? '',
    labels: text.labels ?? [],
    public: isPublic,
    // who cannot see it cannot ask for it
    allowApply: isPublic && (text.allowApply ?? true),
    deprecated: text.deprecated === undefined ? null : { note: text.deprecated.note ?? '' },
    docs: { ...(en === undefined ? {} : { en }), ...(zh === undefined ? {} : { zh }) },
    schema:
      text.schema === undefined
        ? null
        : {
            ...(parameters === undefined ? {} : { parameters }),
            ...(requestBody === undefined ? {} : { requestBody }),
            ...(responses === undefined ? {} : { responses }),
          },
  }
}

const documentationKeys = [
  'summary',
  'description',
  'labels',
  'public',
  'allowApply',
  'deprecated',
  'docs',
  'schema',
] as const satisfies readonly (keyof ResourceText)[]
