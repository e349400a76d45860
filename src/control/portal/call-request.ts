import { isRecord } from '../../definition/shape.ts'
import type { OperationSchema } from '../../definition/documentation.ts'
import type { Release, Resource } from '../../model/release.ts'
import { type References, resolved, sampleValue } from './sample-value.ts'

/** A request that a resource takes, with placeholders for what only the caller knows. */
export interface CallRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly CallHeader[]
  /** null: none. */
  readonly body: string | null
  /** What to put in. */
  readonly placeholders: readonly Placeholder[]
}

export interface CallHeader {
  readonly name: string
  readonly value: string
}

export interface Placeholder {
  /** As it stands in the request. */
  readonly placeholder: string
  readonly means: string
}

/** `base`: of the stage, without a slash at its end. */
export function callRequest(
  base: string,
  release: Release,
  resource: Resource,
  schema: OperationSchema | null,
  references: References,
): CallRequest {
  const placeholders: Placeholder[] = []
  const parameters = parametersOf(schema, references)
  const path = filledPath(resource, parameters, placeholders)
  const query = new URLSearchParams()
  const headers = credentialHeaders(release, resource, placeholders)
  for (const parameter of parameters) {
    if (!parameter.required) continue
    const value = () => valueFor(parameter, placeholders)
    if (parameter.place === 'query') query.append(parameter.name, value())
    if (parameter.place === 'header' && isHeaderName(parameter.name)) {
      headers.push({ name: parameter.name, value: value().replaceAll(/[^\x20-\x7e]/g, '?') })
    }
  }
  const body = bodyOf(schema, parameters, references)
  if (body !== undefined) headers.push({ name: 'Content-Type', value: body.type })
  const method = resource.method === 'ANY' ? (body === undefined ? 'GET' : 'POST') : resource.method
  const isBodiless = method === 'GET' || method === 'HEAD'
  const search = query.size === 0 ? '' : `?${query}`
  return {
    method,
    url: `${base}${path}${search}`,
    headers: isBodiless ? headers.filter(({ name }) => name !== 'Content-Type') : headers,
    body: isBodiless ? null : (body?.text ?? null),
    placeholders,
  }
}

interface Parameter {
  readonly name: string
  readonly place: string
  readonly required: boolean
  readonly description: string
  /** undefined: nothing is given. */
  readonly example: unknown
  readonly schema: unknown
}

/** Of OpenAPI 3, where a parameter has a schema, and of Swagger 2, where it is one. */
function parametersOf(schema: OperationSchema | null, references: References): Parameter[] {
  return (schema?.parameters ?? []).flatMap((written): Parameter[] => {
    const parameter = resolved(written, references)
    if (!isRecord(parameter)) return []
    const { name, in: place, required, description, example, schema: own } = parameter
    if (typeof name !== 'string' || typeof place !== 'string') return []
    const shape = resolved(own ?? parameter, references)
    const given = isRecord(shape)
      ? (shape['example'] ?? shape['default'] ?? first(shape))
      : undefined
    return [
      {
        name,
        place,
        required: required === true,
        description: typeof description === 'string' ? description : '',
        example: example ?? given,
        schema: own,
      },
    ]
  })
}

function first({ enum: choices }: Readonly<Record<string, unknown>>): unknown {
  return Array.isArray(choices) ? choices[0] : undefined
}

function filledPath(
  { path, matchSubpath }: Resource,
  parameters: readonly Parameter[],
  placeholders: Placeholder[],
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const said = parameters.find((one) => one.place === 'path' && one.name === name)
    const parameter = said ?? { ...unsaid, name, place: 'path' }
    return encodeURIComponent(valueFor(parameter, placeholders))
  })
  if (!matchSubpath) return filled
  placeholders.push({
    placeholder: 'YOUR_SUBPATH',
    means: 'Anything below the path; may be left out.',
  })
  return `${filled.replace(/\/$/, '')}/YOUR_SUBPATH`
}

const unsaid: Parameter = {
  name: '',
  place: '',
  required: true,
  description: '',
  example: undefined,
  schema: undefined,
}

/** What the document gives as an example, if that is one value; else a placeholder. */
function valueFor(parameter: Parameter, placeholders: Placeholder[]): string {
  const { name, place, description, example } = parameter
  const isPlain = ['string', 'number', 'boolean'].includes(typeof example)
  const isPart = !/^\.{0,2}$/.test(String(example)) // of a path
  if (isPlain && isPart) return String(example).toWellFormed().slice(0, longestExample)
  const placeholder = `YOUR_${name.replaceAll(/\W+/g, '_').toUpperCase()}`
  const means = `The ${place} parameter "${name}". ${description.slice(0, 300)}`.trim()
  placeholders.push({ placeholder, means })
  return placeholder
}

const longestExample = 500

/** A token (RFC 9110 section 5.6.2), and none that the gateway or the client sets. */
function isHeaderName(name: string): boolean {
  const isToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/.test(name)
  return isToken && !/^(?:host|content-|transfer-|connection$|authorization$|x-bkapi-)/i.test(name)
}

function credentialHeaders(
  { credentials }: Release,
  { auth }: Resource,
  placeholders: Placeholder[],
): CallHeader[] {
  if (!auth.app && !auth.user) return []
  const app = auth.app ? ['YOUR_APP_CODE', 'YOUR_APP_SECRET'] : []
  if (auth.app) {
    placeholders.push({ placeholder: 'YOUR_APP_CODE', means: 'The code of your application.' })
    placeholders.push({ placeholder: 'YOUR_APP_SECRET', means: 'A secret of your application.' })
  }
  if (credentials.includes('bkapi')) {
    const [code, secret] = app
    const user = auth.user ? { bk_token: 'YOUR_LOGIN_TOKEN' } : {}
    if (auth.user) placeholders.push(loginToken)
    const value = { bk_app_code: code, bk_app_secret: secret, ...user }
    return [{ name: 'X-Bkapi-Authorization', value: JSON.stringify(value) }]
  }
  const headers: CallHeader[] = []
  if (auth.app && credentials.includes('api-key')) {
    headers.push({ name: 'X-API-Key', value: app.join(':') })
  }
  if (credentials.includes('bearer') && (auth.user || headers.length === 0)) {
    placeholders.push({ placeholder: 'YOUR_TOKEN', means: 'A token that says who you are.' })
    headers.push({ name: 'Authorization', value: 'Bearer YOUR_TOKEN' })
  }
  return headers
}

const loginToken: Placeholder = {
  placeholder: 'YOUR_LOGIN_TOKEN',
  means: 'The login token of the user, the cookie bk_token.',
}

interface Body {
  readonly type: string
  readonly text: string
}

function bodyOf(
  schema: OperationSchema | null,
  parameters: readonly Parameter[],
  references: References,
): Body | undefined {
  const inBody = parameters.find(({ place }) => place === 'body') // Swagger 2
  if (inBody !== undefined) {
    return jsonBody(inBody.example ?? sampleValue(inBody.schema, references))
  }
  const requestBody = resolved(schema?.requestBody, references)
  const content = isRecord(requestBody) ? requestBody['content'] : undefined
  if (!isRecord(content)) return undefined
  const types = Object.keys(content)
  const type = types.find((one) => /^application\/(?:[\w.-]+\+)?json\b/.test(one)) ?? types[0]
  const media = type === undefined ? undefined : resolved(content[type], references)
  if (type === undefined || !isRecord(media) || !/^[\w.+-]+\/[\w.+*-]+/.test(type)) return undefined
  const value = media['example'] ?? exampleIn(media['examples'], references)
  const sample = value ?? sampleValue(media['schema'], references)
  if (type.includes('json')) return jsonBody(sample, type)
  return { type, text: formText(type, sample) }
}

function jsonBody(value: unknown, type = 'application/json'): Body {
  const text = JSON.stringify(value, undefined, 2) ?? 'null'
  return { type, text: text.length > longestBody ? '{}' : text.toWellFormed() }
}

const longestBody = 16_384

function exampleIn(examples: unknown, references: References): unknown {
  const [one] = Object.values(isRecord(examples) ? examples : {})
  const example = resolved(one, references)
  return isRecord(example) ? example['value'] : undefined
}

function formText(type: string, sample: unknown): string {
  if (type !== 'application/x-www-form-urlencoded' || !isRecord(sample)) {
    return typeof sample === 'string' ? sample.slice(0, longestBody) : 'YOUR_BODY'
  }
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(sample)) form.append(name, String(value))
  return form.toString()
}
