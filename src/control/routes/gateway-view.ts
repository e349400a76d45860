import { shownHash } from '../keyed-hash.ts'
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
  const { backends, resources, grants, stages } = gateway
  const parts = { backends, resources, grants }
  return {
    ...gatewayDescription(gateway),
    ...Object(withoutSecrets(parts)),
    stages: stages.map(stageSummary),
  }
}

/** What is said about it, with what is meant where nothing is said. */
export function gatewayDescription(gateway: StoredGateway): object {
  return { ...Object(withoutSecrets(descriptionIn(gateway.written))), ...saidOf(gateway) }
}

export function gatewaySummary(gateway: StoredGateway): object {
  return { ...saidOf(gateway), stages: gateway.stages.map(stageSummary) }
}

function saidOf({ name, description, public: isPublic, maintainers, viewers }: StoredGateway) {
  return { name, description, public: isPublic, maintainers, viewers }
}

function stageSummary({ name, description, release }: StoredStage): object {
  return { name, description, release: { number: release.number, hash: shownHash(release.hash) } }
}
