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
import type { Meaning } from '../fingerprints/fingerprint.ts'
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
  if (status === 0 && !tellsOfFailure(sighting)) return pageOfItsOwn(sighting)
  if (status >= 500 || status === 0) return failedAt(sighting)
  return status >= 400 ? refusedBy(sighting) : undefined
}

/** What a page without its status says beyond its writer. */
const failures: ReadonlySet<Meaning> = new Set<Meaning>([
  'no_upstream',
  'bad_gateway',
  'upstream_timeout',
  'own_limit',
])

function tellsOfFailure({ writer }: Sighting): boolean {
  return [...writer.meanings].some((meaning) => failures.has(meaning))
}

/** The same footer stands under redirects, refusals, failures and lists of files. */
function pageOfItsOwn(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  return {
    key: 'access_layer_error',
    fault: 'unsure',
    certainty: 'possible',
    summary: [
      en`${name} wrote this page; its status, and so what it is about, is not in the text.`,
      zh`${name}写出了此页面；文本中没有状态码，无法判断它说的是什么。`,
    ],
    nextSteps: [
      [
        'Run the call again with `curl -i`, which shows the status and the whole page.',
        '用 `curl -i` 重新调用：它会显示状态码与完整页面。',
      ],
    ],
  }
}
