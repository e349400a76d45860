import type { Bilingual } from '../../model/bilingual.ts'
import type { LoggedAnswer } from '../received-response.ts'

/** Why Envoy (and Istio) answered by itself: %RESPONSE_FLAGS% of its access log, in text and in JSON alike (its
 *  manual, "Access logging"). */
export interface EnvoyReason {
  readonly key: LoggedAnswer['key']
  /** Behind the program's name. */
  readonly says: Bilingual
}

/** Of the first flag that tells; undefined where none does. */
export function envoyReasonOf(flags: string): EnvoyReason | undefined {
  const given = flags.split(/[,\s]+/)
  return reasons.find(([names]) => given.some((flag) => names.has(flag)))?.[1]
}

const reasons: readonly (readonly [ReadonlySet<string>, EnvoyReason])[] = [
  [
    new Set(['UH', 'LH']),
    {
      key: 'access_layer_no_upstream',
      says: ['has no live server for this backend', '该后端没有可用的服务器'],
    },
  ],
  [
    new Set(['UO']),
    {
      key: 'access_layer_no_upstream',
      says: ['reached its own limit for the service behind it', '达到了它自己对其后服务的限制'],
    },
  ],
  [
    new Set(['NC']),
    {
      key: 'access_layer_no_upstream',
      says: ['knows no cluster of that name', '没有该名称的集群'],
    },
  ],
  [
    // as its own page for it is judged (fingerprints/envoy.ts)
    new Set(['UF']),
    {
      key: 'access_layer_bad_gateway',
      says: ['could not connect to the service behind it', '无法连接其后的服务'],
    },
  ],
  [
    new Set(['UT', 'SI', 'DT']),
    {
      key: 'access_layer_timeout',
      says: [
        'waited for the service behind it, which did not answer in time',
        '等待其后的服务，但服务没有及时应答',
      ],
    },
  ],
  [
    new Set(['NR']),
    {
      key: 'access_layer_not_found',
      says: ['has no route for the request', '没有该请求的路由'],
    },
  ],
  [
    new Set(['UC', 'UR', 'LR', 'UPE']),
    {
      key: 'access_layer_bad_gateway',
      says: [
        'lost the connection to the service behind it before an answer',
        '在应答之前失去了与其后服务的连接',
      ],
    },
  ],
  [
    new Set(['RL', 'RLSE']),
    { key: 'access_layer_rate_limited', says: ['limits the rate', '限制了请求速率'] },
  ],
  [
    new Set(['UAEX']),
    {
      key: 'access_layer_denied',
      says: ['was told by its authorization service to refuse', '被其鉴权服务告知拒绝请求'],
    },
  ],
]
