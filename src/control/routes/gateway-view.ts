import type { StoredGateway, StoredStage } from '../../definition/control-state.ts'
import { descriptionIn } from '../../definition/described-gateway.ts'
import { etagOf } from '../etag.ts'
import { withoutSecrets } from '../without-secrets.ts'

/** Of what is said about a gateway, which is changed without a release. */
export function descriptionEtag({ name, written }: StoredGateway): string {
  return etagOf({ name, ...descriptionIn(written) })
}

/** As it is live. */
export function gatewayAnswer(gateway: StoredGateway): object {
  const { backends, resources, grants, written } = gateway
  const parts = { ...descriptionIn(written), backends, resources, grants }
  return { ...Object(withoutSecrets(parts)), ...gatewaySummary(gateway) }
}

export function gatewaySummary(gateway: StoredGateway): object {
  const { name, description, public: isPublic, maintainers, viewers, stages } = gateway
  const people = { maintainers, viewers }
  return { name, description, public: isPublic, ...people, stages: stages.map(stageSummary) }
}

function stageSummary({ name, description, release }: StoredStage): object {
  return { name, description, release: { number: release.number, hash: release.hash } }
}
