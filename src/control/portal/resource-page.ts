import type { StoredGateway } from '../../definition/control-state.ts'
import type { OperationSchema } from '../../definition/documentation.ts'
import { referencesIn } from '../../definition/openapi/referenced-parts.ts'
import { catalogueEntry, type Language } from '../../diagnosis/catalogue.ts'
import { errorEntry } from '../../model/error-table.ts'
import type { Plugin } from '../../model/plugin.ts'
import { defaultTimeoutsMs, type Release, type Resource } from '../../model/release.ts'
import type { Caller } from '../caller.ts'
import { callRequest } from './call-request.ts'
import { type GatewayAddresses, stageUrls } from './gateway-addresses.ts'
import { personsInCharge } from './persons-in-charge.ts'
import type { PortalResource } from './portal-gateway.ts'
import { possibleErrors } from './resource-errors.ts'
import { limitBehind, type ResourceLimits, resourceLimits } from './resource-limits.ts'
import type { References } from './sample-value.ts'
import { snippetsOf } from './snippets.ts'

/** Everything that a caller needs to know of a resource: what it is, whom to ask, how to call it, what it can
 *  answer with. */
export interface ResourcePageParts {
  readonly gateway: StoredGateway
  readonly entry: PortalResource
  /** The stage that it is shown for, and what it serves. */
  readonly release: Release
  readonly resource: Resource
  readonly caller: Caller
  readonly language: Language
  readonly plugins: readonly Plugin[]
  readonly addresses: GatewayAddresses
  /** undefined: not known now. */
  readonly seen: ReadonlyMap<string, number> | undefined
}

export function resourcePage(parts: ResourcePageParts): object {
  const { gateway, entry, release, resource, caller, plugins, language } = parts
  const { said, stages, isPublic } = entry
  const ownsApp = (app: string) => caller.owns(app)
  const limits = resourceLimits(release, resource, plugins, ownsApp)
  const { name, method, path, matchSubpath, websocket, auth } = resource
  const { summary, description, labels, deprecated, schema } = said
  const mayApply = auth.permission && entry.mayApply
  return {
    gateway: gateway.name,
    name,
    method,
    path,
    matchSubpath,
    websocket,
    summary,
    description,
    labels,
    deprecated,
    public: isPublic,
    stages,
    stage: release.stage,
    personsInCharge: personsInCharge(gateway),
    document: documentIn(said.docs, language),
    schema,
    ...neededReferences(schema, gateway.documentation.references),
    auth: { ...auth, mayApply, credentials: release.credentials },
    call: callOf(parts),
    limits,
    errors: errorsOf(parts, limits),
    seenDays: parts.seen === undefined ? null : 7,
  }
}

/** In the language that was asked for, else in the other one. */
function documentIn(docs: PortalResource['said']['docs'], language: Language): object | null {
  const languages = (['en', 'zh'] as const).filter((one) => docs[one] !== undefined)
  const chosen = languages.includes(language) ? language : languages[0]
  if (chosen === undefined) return null
  return { language: chosen, markdown: docs[chosen], languages }
}

/** Characters of JSON. */
const mostReferences = 262_144

/** The parts that its schema refers to, and those that these refer to. */
function neededReferences(schema: OperationSchema | null, all: References): object {
  const wanted = new Set(referencesIn(schema))
  const references: Record<string, unknown> = {}
  let left = mostReferences
  let leftOut = 0
  // a set that grows while it is walked is walked to its end
  for (const reference of wanted) {
    if (!Object.hasOwn(all, reference)) continue
    const part = all[reference]
    const { length } = JSON.stringify(part)
    if (length > left) {
      leftOut += 1
      continue
    }
    left -= length
    references[reference] = part
    for (const inner of referencesIn(part)) wanted.add(inner)
  }
  return { references, referencesLeftOut: leftOut }
}

function callOf({ gateway, entry, release, resource, addresses }: ResourcePageParts): object {
  const { references } = gateway.documentation
  const requestAt = (base: string, at: Release) =>
    callRequest(base, at, resource, entry.said.schema, references)
  const urls = entry.stages.map((stage) => ({
    stage,
    urls: stageUrls(addresses, gateway.name, stage).map((base) => requestAt(base, release).url),
  }))
  const [base = ''] = stageUrls(addresses, gateway.name, release.stage)
  const request = requestAt(base, release)
  return { ...request, urls, snippets: snippetsOf(request) }
}

function errorsOf(
  { release, resource, plugins, language, seen }: ResourcePageParts,
  limits: ResourceLimits,
): object[] {
  const backend = release.backends.find(({ name }) => name === resource.backend.name)
  const timeoutMs = { ...defaultTimeoutsMs, ...backend?.timeoutMs, ...resource.timeoutMs }
  return possibleErrors(release, resource, plugins).map(({ key, by }) => {
    const { status, code, codeName } = errorEntry(key)
    const entry = catalogueEntry(key, language)
    return {
      key,
      status,
      code,
      code_name: codeName,
      title: entry?.title ?? '',
      when: entry?.why ?? '',
      fault: entry?.fault ?? 'unsure',
      owner: entry?.owner ?? 'operator',
      actions: entry?.actions ?? [],
      by,
      limit: limitBehind(key, limits, timeoutMs),
      seen: seen === undefined ? null : (seen.get(key) ?? 0),
      help: `/errors/${key}`,
    }
  })
}
