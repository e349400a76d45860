import type { ControlState, StoredGateway, StoredStage } from '../definition/control-state.ts'
import { type GatewayDocumentation, noDocumentation } from '../definition/documentation.ts'
import type { HashedContent } from '../definition/release-content.ts'
import { SharedResources } from '../definition/shared-resources.ts'
import { allAtOnce } from '../model/steps.ts'
import type { StoredDocuments } from '../storage/control-store.ts'

/** The control state as the store keeps it, and back: a document for each app, gateway and
 *  grant; in a gateway's a stage is only named, because its release is kept apart. */
export function stateOf({ documents, live, numbers }: StoredDocuments): ControlState {
  const releases = new Map(live.map((release) => [`${release.gateway}/${release.stage}`, release]))
  const bodies = (wanted: string): unknown[] =>
    documents
      .filter(({ kind }) => kind === wanted)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ body }) => JSON.parse(body) as unknown)
  return {
    version: 1,
    apps: bodies('app') as ControlState['apps'], // nobody else writes the database
    gateways: (bodies('gateway') as GatewayDocument[]).map((gateway) => {
      const sharing = new SharedResources()
      const resources = allAtOnce(sharing.shared(gateway.resources))
      const stages = gateway.stages.flatMap((stage) => {
        const found = releases.get(`${gateway.name}/${stage.name}`)
        if (found === undefined) return []
        const { content, ...which } = found
        const release = { ...which, ...(JSON.parse(content) as HashedContent) }
        const shared = { ...release, resources: allAtOnce(sharing.shared(release.resources)) }
        return [{ ...stage, release: shared }]
      })
      // what an earlier version kept has none
      const { documentation = noDocumentation, viewers = [] } = gateway
      return { ...gateway, viewers, resources, stages, documentation }
    }),
    granted: bodies('grant') as ControlState['granted'],
    gone: goneOf({ documents, numbers }),
  }
}

/** Of gateways that are no more: one of the same name counts on, as their releases are still there. */
function goneOf({
  documents,
  numbers,
}: Pick<StoredDocuments, 'documents' | 'numbers'>): NonNullable<ControlState['gone']> {
  const present = new Set(documents.flatMap(({ kind, name }) => (kind === 'gateway' ? [name] : [])))
  const gone: Record<string, Record<string, number>> = {}
  for (const { gateway, stage, number } of numbers) {
    if (!present.has(gateway)) gone[gateway] = { ...gone[gateway], [stage]: number }
  }
  return gone
}

type GatewayDocument = Omit<StoredGateway, 'stages' | 'viewers' | 'documentation'> & {
  readonly documentation?: GatewayDocumentation
  /** What an earlier version kept has none. */
  readonly viewers?: StoredGateway['viewers']
  readonly stages: readonly Omit<StoredStage, 'release'>[]
}

export function gatewayDocument(gateway: StoredGateway): string {
  const stages = gateway.stages.map(({ release: _release, ...stage }) => stage)
  const document: GatewayDocument = { ...gateway, stages }
  return JSON.stringify(document)
}

/** Why a value is no state of this version; '' if it is one. The file is ours: deeper damage than a
 *  wrong version shows when a worker compiles it, and is refused there. */
export function stateProblem(value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'it holds no state'
  if (!('version' in value) || value.version !== 1) return 'it is of another version of Faultline'
  const isWhole =
    'apps' in value &&
    Array.isArray(value.apps) &&
    'gateways' in value &&
    Array.isArray(value.gateways)
  return isWhole ? '' : 'parts of it are missing'
}
