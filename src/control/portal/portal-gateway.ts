import type { StoredGateway } from '../../definition/control-state.ts'
import { documentationOf, type ResourceDocumentation } from '../../definition/documentation.ts'
import type { Resource } from '../../model/release.ts'
import type { Caller } from '../caller.ts'
import { type SearchText, searchText } from './search-text.ts'

/** A gateway as callers may see it: the resources that a stage serves now, with what is said of them. */
export interface PortalGateway {
  readonly gateway: StoredGateway
  /** In the order of the definition; those that are not public too. */
  readonly resources: readonly PortalResource[]
  readonly byName: ReadonlyMap<string, PortalResource>
  readonly text: SearchText
}

export interface PortalResource {
  /** As the first of `stages` serves it. */
  readonly resource: Resource
  readonly said: ResourceDocumentation
  /** Whether everybody may see it. */
  readonly isPublic: boolean
  /** Whether permission may be asked for, where one is needed. */
  readonly mayApply: boolean
  /** That serve it. */
  readonly stages: readonly string[]
  readonly text: SearchText
}

const known = new WeakMap<StoredGateway, PortalGateway>()

/** Worked out once for each state of the gateway. */
export function portalGateway(gateway: StoredGateway): PortalGateway {
  const earlier = known.get(gateway)
  if (earlier !== undefined) return earlier
  const made = makePortalGateway(gateway)
  known.set(gateway, made)
  return made
}

/** A gateway that is not public does not exist for those who may not view it. */
export function maySee(gateway: StoredGateway, caller: Caller): boolean {
  return gateway.public || caller.mayView(gateway.name)
}

export function visibleResources(
  { gateway, resources }: PortalGateway,
  caller: Caller,
): readonly PortalResource[] {
  return caller.mayView(gateway.name) ? resources : resources.filter(({ isPublic }) => isPublic)
}

function makePortalGateway(gateway: StoredGateway): PortalGateway {
  const { name, description, maintainers, documentation } = gateway
  const served = new Map<string, { resource: Resource; stages: string[] }>()
  for (const { name: stage, release } of gateway.stages) {
    for (const resource of release.resources) {
      const earlier = served.get(resource.name)
      if (earlier === undefined) served.set(resource.name, { resource, stages: [stage] })
      else earlier.stages.push(stage)
    }
  }
  const defined = new Set(gateway.resources.map((resource) => resource.name))
  const contacts = documentation.contacts.map((contact) => contact.name)
  const resources = [...served.values()].map(({ resource, stages }) => {
    const said = documentationOf(documentation, resource.name)
    const words = [said.summary, said.description].join(' ')
    const { name: title, path } = resource
    // of what a rollback brought back nobody says whether it may be seen
    const isPublic = said.public && defined.has(title)
    const mayApply = isPublic && said.allowApply
    const text = searchText({ name: title, path, labels: said.labels, words })
    return { resource, said, isPublic, mayApply, stages, text }
  })
  return {
    gateway,
    resources,
    byName: new Map(resources.map((one) => [one.resource.name, one])),
    text: searchText({
      name,
      path: '',
      labels: [...maintainers, ...contacts],
      words: description,
    }),
  }
}
