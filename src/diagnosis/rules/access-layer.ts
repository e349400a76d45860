import { en, zh } from '../../model/bilingual.ts'
import {
  fact,
  type Conclusion,
  type Finding,
  type FoundEvidence,
  type ResponseRule,
  type Sighting,
  type VerdictKey,
} from '../finding.ts'
import {
  accessLayerName,
  backendByHttps,
  byCaller,
  callHttps,
  isThroughGateway,
  received,
  sureness,
} from '../sighting-words.ts'
import { failedAt } from './access-layer-failure.ts'
import { blocked, challenged } from './access-layer-block.ts'
import { headTooLarge, noRule, refusedBy, unknownHost } from './access-layer-refusal.ts'
import { isOnCallersWay, onCallersWay } from './forward-proxy.ts'

/** A proxy or web server in front of the service wrote the answer. What its page says comes first,
 *  then its status. */
export const accessLayer: ResponseRule = (sighting) => {
  if (isOnCallersWay(sighting)) return onCallersWay(sighting)
  if (sighting.writer.layer !== 'access_layer') return undefined
  const conclusion = byMeaning(sighting) ?? byStatus(sighting)
  return conclusion === undefined ? undefined : findingOf(sighting, conclusion)
}

function findingOf(sighting: Sighting, conclusion: Conclusion): Finding {
  return {
    responder: 'access_layer',
    certainty: sureness(sighting),
    evidence: [
      received(sighting),
      ...sighting.writer.evidence,
      ...exitEvidence(sighting, conclusion.key),
    ],
    software: sighting.writer.software,
    wouldConfirm: [
      [
        'a request record of the service: if it has none, the access layer answered alone',
        '服务的访问记录：如果没有，应答完全来自接入层',
      ],
    ],
    ...conclusion,
  }
}

function exitEvidence({ request }: Sighting, key: VerdictKey): FoundEvidence[] {
  const { exitAddress } = request
  if (exitAddress === '' || key !== 'access_layer_denied') return []
  return [
    fact('socket', [`the gateway connected from ${exitAddress}`, `网关从 ${exitAddress} 发起连接`]),
  ]
}

function byMeaning(sighting: Sighting): Conclusion | undefined {
  const { meanings } = sighting.writer
  const name = accessLayerName(sighting)
  if (meanings.has('plain_http_to_https'))
    return {
      key: 'access_layer_wants_https',
      ...byCaller(sighting),
      summary: [
        en`${name} was spoken to in plain HTTP on its https port.`,
        zh`${name}的 https 端口收到了明文 HTTP 请求。`,
      ],
      nextSteps: [isThroughGateway(sighting) ? backendByHttps : callHttps],
    }
  if (meanings.has('client_certificate'))
    return {
      key: 'access_layer_wants_certificate',
      ...byCaller(sighting),
      summary: [
        en`${name} wants a client certificate and got none that it accepts.`,
        zh`${name}要求客户端证书，但没有收到可接受的证书。`,
      ],
      nextSteps: [
        [
          'Ask the owner of the access layer for an address without client certificates, or for a certificate.',
          '请接入层负责人提供不要求客户端证书的地址，或提供证书。',
        ],
      ],
    }
  if (meanings.has('blocked')) return blocked(sighting)
  if (meanings.has('challenge')) return challenged(sighting)
  if (meanings.has('default_site')) return unknownHost(sighting)
  if (meanings.has('no_rule')) return noRule(sighting)
  if (meanings.has('head_too_large')) return headTooLarge(sighting)
  return undefined
}

function byStatus(sighting: Sighting): Conclusion | undefined {
  const { status } = sighting.response
  if (status >= 500 || status === 0) return failedAt(sighting)
  return status >= 400 ? refusedBy(sighting) : undefined
}
