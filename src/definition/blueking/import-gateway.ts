import type { Built } from './built-definition.ts'
import type { Value } from './blueking-value.ts'
import { addHosts, timeoutsOf, usualSeconds } from './import-backends.ts'
import { addContacts, addReferences, addResourceDocs } from './import-documentation.ts'
import { addGrants } from './import-grants.ts'
import type { ImportedResource } from './import-resource.ts'
import { importResources } from './import-resources.ts'
import { configMeanings, type ImportedStage, importStage } from './import-stage.ts'
import { addLine } from './import-text.ts'
import { addOwn, type Import, keepOthers, type KeyMeaning } from './known-keys.ts'
import { withoutTwins } from './trailing-slash-twins.ts'

/** The gateway of both files. */
export const definitionMeanings: Readonly<Record<string, KeyMeaning>> = {
  spec_version: 'taken',
  apigateway: 'taken',
  stage: 'taken',
  stages: 'taken',
  grant_permissions: 'taken',
  release: 'no effect: releases are numbered here, each time a stage changes',
  resource_docs: 'taken',
  apply_permissions: 'no effect: ask the maintainers of those gateways',
  strategies: 'no effect: plugins took the place of strategies',
  related_apps: 'no effect: definitions are applied with a management token',
}

export const gatewayMeanings: Readonly<Record<string, KeyMeaning>> = {
  description: 'taken',
  is_public: 'taken',
  maintainers: 'taken',
  kind: 'taken',
  status: 'taken',
  'x-faultline': 'taken',
  description_en: 'no effect: one language is shown',
  api_type: 'no effect: all gateways are of one type',
  is_official: 'no effect: all gateways are of one type',
  user_config: 'no effect: userAuth says how users prove themselves',
  doc_maintainers: 'taken',
  developers: 'no effect: maintainers are shown',
  data_planes: 'no effect: there is one data plane',
  allow_auth_from_params: 'no effect: the query is read where there is no header',
  allow_delete_sensitive_params: 'no effect: credentials never reach a backend',
  tenant_mode: 'no effect: there are no tenants',
  tenant_id: 'no effect: there are no tenants',
}

export function gatewayOf(
  name: string,
  definition: Value,
  resourcesFile: Value,
  work: Import,
): Built {
  const { builder } = work
  const gateway = builder.mapping()
  builder.say(gateway, 'name', name, definition)
  checkVersion(definition)
  builder.say(gateway, 'public', false, definition)
  addAbout(definition.member('apigateway'), gateway, work)
  const stages = stagesOf(definition, work)
  const all = importResources(resourcesFile, gateway, work)
  addReferences(resourcesFile, all, gateway, work)
  const { resources, servedBy } = withoutTwins(all, work)
  addResourceDocs(definition.member('resource_docs'), resources, gateway, work)
  addOwnHosts(resources, stages, work)
  checkDisabled(resources, stages, work)
  addBackendNames(stages, resources, gateway, definition, work)
  for (const { stage, origin, backends } of stages) {
    const mapping = builder.mapping()
    for (const [key, [backend, at]] of backends) builder.nest(mapping, key, backend, at)
    builder.nest(stage, 'backends', mapping, origin)
  }
  const stageParts = stages.map(({ stage, origin }) => [stage, origin] as const)
  builder.list(gateway, 'stages', stageParts, definition.member('stages') ?? definition)
  const parts = resources.map(({ resource, origin }) => [resource, origin] as const)
  builder.list(gateway, 'resources', parts, resourcesFile)
  addGrants(definition.member('grant_permissions'), servedBy, gateway, work)
  keepOthers(definition, definitionMeanings, gateway, work)
  return gateway
}

function checkVersion(definition: Value): void {
  const version = definition.member('spec_version')
  if (version === undefined || ['1', '2'].includes(String(version.raw))) return
  version.report('this spec_version is not known here', 'Known are 1 and 2.')
}

function addAbout(about: Value | undefined, gateway: Built, work: Import): void {
  const { builder } = work
  if (about === undefined) return
  addLine(gateway, 'description', about.member('description'), 512, builder)
  const isPublic = about.member('is_public')
  if (isPublic?.truth() === true) builder.say(gateway, 'public', true, isPublic)
  builder.copy(gateway, 'maintainers', about.member('maintainers'))
  addContacts(about.member('doc_maintainers'), gateway, work)
  const kind = about.member('kind')
  if (kind !== undefined && !['normal', '0'].includes(String(kind.raw))) {
    kind.report('only gateways of the kind "normal" can be taken', '')
  }
  const status = about.member('status')
  if (status !== undefined && !['active', '1'].includes(String(status.raw))) {
    const message = 'the gateway is switched off there; here it would be live'
    status.report(message, 'Set it to active, or do not apply it.')
  }
  addOwn(about, ['userAuth'], gateway, work)
  keepOthers(about, gatewayMeanings, gateway, work)
}

/** `stages`, or the one `stage` of version 1. */
function stagesOf(definition: Value, work: Import): ImportedStage[] {
  const many = definition.member('stages')
  const one = definition.member('stage')
  if (many === undefined && one === undefined) {
    definition.report('"stages" is missing', 'They say where the backends answer.')
  }
  const origins = [...(many?.items() ?? []), ...(one === undefined ? [] : [one])]
  return origins.map((origin) => importStage(origin, work))
}

/** Resources with hosts of their own, as files of version 1 have them, share a backend where the
 *  hosts are the same. */
function addOwnHosts(
  resources: readonly ImportedResource[],
  stages: readonly ImportedStage[],
  work: Import,
): void {
  const names = new Map<string, string>()
  for (const { resource, origin, upstreams } of resources) {
    if (upstreams === undefined) continue
    const hosts = JSON.stringify(upstreams.raw)
    const known = names.get(hosts)
    const name = known ?? `upstream-${names.size + 1}`
    names.set(hosts, name)
    const backend = resource.value['backend'] as Record<string, unknown> // made of the mapping it is in
    const written = resource.written['backend'] as Record<string, unknown>
    work.builder.say({ value: backend, written }, 'name', name, upstreams)
    if (known !== undefined) continue
    work.notes.add(upstreams, `these hosts became the backend "${name}"`)
    for (const [index, { backends }] of stages.entries()) {
      const own = work.builder.mapping()
      addHosts(upstreams, own, work)
      if (index === 0) keepOthers(upstreams, configMeanings, own, work) // told once
      const usual = backends.get('default')?.[0].value['timeoutMs']
      work.builder.say(own, 'timeoutMs', usual ?? timeoutsOf(usualSeconds), origin)
      backends.set(name, [own, upstreams])
    }
  }
}

/** A resource that a stage does not serve there must not be served by it here. */
function checkDisabled(
  resources: readonly ImportedResource[],
  stages: readonly ImportedStage[],
  { builder, notes }: Import,
): void {
  const known = new Set(stages.map(({ stage }) => stage.value['name']))
  for (const { resource, disabledStages } of resources) {
    if (disabledStages === undefined || disabledStages.isEmpty) continue
    const name = String(resource.value['name'])
    for (const stage of disabledStages.items()) {
      if (!known.has(stage.text())) continue
      const message = `the stage does not serve "${name}" there; here every stage serves every resource`
      stage.report(message, 'Remove the resource, or the stage from disabledStages.')
    }
    notes.add(disabledStages, 'disabledStages has no effect here: these stages are not in the file')
    builder.keep(resource, 'disabledStages', disabledStages)
  }
}

/** In the order in which stages name them. */
function addBackendNames(
  stages: readonly ImportedStage[],
  resources: readonly ImportedResource[],
  gateway: Built,
  definition: Value,
  work: Import,
): void {
  const { builder } = work
  const made = new Map<string, readonly [Built, Value]>()
  const add = (name: string, origin: Value) => {
    const [backend] = made.get(name) ?? [builder.mapping()]
    if (!made.has(name)) made.set(name, [backend, origin])
    builder.say(backend, 'name', name, origin)
    addOwn(origin, ['description', 'owners'], backend, work)
  }
  for (const { backends } of stages) {
    for (const [name, [, origin]] of backends) add(name, origin)
  }
  if (made.size === 0 && resources.length > 0) add('default', definition)
  const parts = [...made.values()]
  builder.list(gateway, 'backends', parts, definition)
}
