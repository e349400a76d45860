import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import {
  fact,
  type Conclusion,
  type Finding,
  type FoundEvidence,
  type ResponseRule,
  type Sighting,
  type VerdictKey,
} from '../finding.ts'
import type { Meaning } from '../fingerprints/fingerprint.ts'
import { headerOf, type ReceivedResponse } from '../received-response.ts'
import { serviceJsonOf, type ServiceJson } from '../service-json.ts'
import {
  backendByHttps,
  byCaller,
  callHttps,
  correctAsSaid,
  forPath,
  ifThroughGateway,
  isThroughGateway,
  notOurLimit,
  ofRealm,
  received,
  recordOfService,
  serviceName,
  sureness,
} from '../sighting-words.ts'
import { hostRefused, suspicious } from './host-refused.ts'

/** The framework or the service itself refused the request: the caller's doing, but for a Host that
 *  the gateway sends, or a path that the gateway's configuration made. */
export const serviceRefusal: ResponseRule = (sighting) => {
  const { status } = sighting.response
  if (status < 400 || status > 499 || !isOfService(sighting)) return undefined
  const conclusion = byMeaning(sighting) ?? byStatus(sighting)
  return {
    responder: 'service',
    certainty: sighting.writer.meanings.has('suspicious_request')
      ? 'possible'
      : serviceSureness(sighting),
    evidence: [
      received(sighting),
      ...sighting.writer.evidence,
      ...codeEvidence(serviceJsonOf(sighting.response)),
    ],
    software: sighting.writer.software,
    wouldConfirm: [recordOfService],
    ...conclusion,
  }
}

/** Written by a framework that was recognised, or JSON of a shape that proxies do not write. */
export function isOfService(sighting: Sighting): boolean {
  if (sighting.writer.layer !== undefined) return sighting.writer.layer === 'service'
  return sighting.writer.state !== 'conflict' && serviceJsonOf(sighting.response) !== undefined
}

export function serviceSureness(sighting: Sighting): Finding['certainty'] {
  const bySigns = sureness(sighting)
  if (bySigns === 'likely') return 'likely'
  const { state, layer } = sighting.writer
  if (state === 'hinted' && layer === undefined) return 'possible' // programs of both layers write it
  if (namesJsonWriter(sighting.response)) return 'possible'
  return serviceJsonOf(sighting.response)?.kind === 'own' ? 'likely' : 'possible'
}

/** Access layers that write JSON of their own, with a code or a request id, and put their name on it. What Envoy
 *  passes on carries a field more. */
function namesJsonWriter(response: ReceivedResponse): boolean {
  const server = headerOf(response, 'server')
  return (
    /^(?:kong|apisix|awselb|envoy|istio-envoy|google frontend|openresty|api-gateway|krakend|tyk)\b/i.test(
      server,
    ) && headerOf(response, 'x-envoy-upstream-service-time') === ''
  )
}

export function codeEvidence(json: ServiceJson | undefined): FoundEvidence[] {
  if (json === undefined || json.code === '') return []
  const { code } = json
  return [
    fact(
      'response',
      [`JSON of the service's own, code ${code}`, `服务自己的 JSON，错误码 ${code}`],
      'medium',
    ),
  ]
}

function byMeaning(sighting: Sighting): Conclusion | undefined {
  const { meanings } = sighting.writer
  const { status } = sighting.response
  if (meanings.has('host_refused')) return hostRefused(sighting)
  if (meanings.has('suspicious_request')) return suspicious(sighting)
  if (meanings.has('csrf')) return csrfRefused(sighting)
  if (meanings.has('plain_http_to_https')) return wantsHttps(sighting)
  if (meanings.has('media_type') || status === 415) return mediaType(sighting)
  if (status === 404 && isRouteMiss(meanings)) return routeNotFound(sighting)
  return undefined
}

function isRouteMiss(meanings: ReadonlySet<Meaning>): boolean {
  return meanings.has('route_not_found') || meanings.has('debug_page')
}

function csrfRefused(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  return simple(
    'service_csrf_refused',
    [
      en`${name} refused the request because its CSRF token is missing or wrong.`,
      zh`${name}拒绝了请求：CSRF token 缺失或错误。`,
    ],
    [
      'Call an address that is meant for APIs (the service can exempt it from the CSRF check), or send the token and its cookie.',
      '调用供 API 使用的地址（服务可以免除其 CSRF 检查），或发送 token 及其 Cookie。',
    ],
  )
}

function wantsHttps(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  return {
    key: 'access_layer_wants_https',
    fault: 'gateway',
    owner: 'publisher',
    ...byCaller(sighting),
    summary: [
      en`${name} was spoken to in plain HTTP on its https port.`,
      zh`${name}的 https 端口收到了明文 HTTP 请求。`,
    ],
    nextSteps: [isThroughGateway(sighting) ? backendByHttps : callHttps],
  }
}

function mediaType(sighting: Sighting): Conclusion {
  const sent = sighting.request.contentType
  const name = serviceName(sighting)
  const type: Bilingual =
    sent === ''
      ? ['this Content-Type', '该 Content-Type']
      : [`this Content-Type (${sent})`, `该 Content-Type（${sent}）`]
  const notOurs = ifThroughGateway(sighting, [
    '; the gateway never answers 415',
    '；网关从不返回 415',
  ])
  return simple(
    'service_media_type',
    sighting.response.status === 415
      ? [en`${name} does not take ${type}${notOurs}.`, zh`${name}不接受${type}${notOurs}。`]
      : [
          en`${name} did not read the body as JSON: it is no object, or ${type} is not for JSON.`,
          zh`${name}没有把请求体当作 JSON 读取：它不是对象，或${type}不是 JSON 的类型。`,
        ],
    [
      'Send the Content-Type that the API documents, mostly `Content-Type: application/json`, with a body of that kind.',
      '按接口文档发送 Content-Type（多为 `Content-Type: application/json`），请求体须与之一致。',
    ],
  )
}

/** Decisions: a path without variables cannot be mistyped by the caller once the gateway matched it,
 *  so the path of the backend in the gateway is wrong. */
function routeNotFound(sighting: Sighting): Conclusion {
  const isOurs =
    sighting.request.via === 'record' && sighting.request.resourceHasVariables === false
  const name = serviceName(sighting)
  const noVariable: Bilingual = isOurs
    ? [
        ', and the resource has no variable that a caller could get wrong',
        '，而该资源没有调用方可能填错的变量',
      ]
    : nothingSaid
  const thenOurs = ifThroughGateway(sighting, [
    '; then the path of the backend in the gateway',
    '；再核对网关中的后端路径',
  ])
  return {
    key: 'service_route_not_found',
    ...(isOurs ? { fault: 'gateway', owner: 'publisher' } : {}),
    summary: [
      en`${name} has no route${forPath(sighting)}${noVariable}.`,
      zh`${name}没有对应的路由${forPath(sighting)}${noVariable}。`,
    ],
    nextSteps: [
      isOurs
        ? [
            "Compare the path of the backend in the gateway's resource with the routes of the service: prefix, version, trailing slash.",
            '将网关资源中的后端路径与服务的路由核对：前缀、版本、末尾斜杠。',
          ]
        : [
            en`Compare the path with the routes of the service: prefix, version, trailing slash${thenOurs}.`,
            zh`将路径与服务的路由核对：前缀、版本、末尾斜杠${thenOurs}。`,
          ],
    ],
  }
}

function byStatus(sighting: Sighting): Conclusion {
  const { status } = sighting.response
  const name = serviceName(sighting)
  switch (status) {
    case 401:
      return unauthorized(sighting)
    case 403:
      return simple(
        'service_forbidden',
        [en`${name} refuses this caller.`, zh`${name}拒绝该调用方。`],
        [
          en`Ask the owner of the service for the right that is missing${accepted(sighting)}.`,
          zh`向服务负责人申请缺少的权限${accepted(sighting)}。`,
        ],
      )
    case 404:
      return notFound(sighting)
    case 405:
      return methodRefused(sighting)
    case 429:
      return limited(sighting)
    default:
      return simple(
        'service_refused_request',
        [
          en`${name} does not accept the request (${status}).`,
          zh`${name}不接受该请求（${status}）。`,
        ],
        correctAsSaid,
      )
  }
}

function unauthorized(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  const realm = ofRealm(sighting)
  const notOurs = ifThroughGateway(sighting, ["; the gateway's are not meant", '，并非网关的凭证'])
  return simple(
    'service_unauthorized',
    [
      en`${name} wants credentials of its own${realm}${notOurs}.`,
      zh`${name}要求它自己的凭证${realm}${notOurs}。`,
    ],
    [
      en`Send the credentials that the service documents${accepted(sighting)}.`,
      zh`按服务的文档发送凭证${accepted(sighting)}。`,
    ],
  )
}

function accepted(sighting: Sighting): Bilingual {
  return ifThroughGateway(sighting, ['; the gateway accepted this call', '；网关已接受本次调用'])
}

function notFound(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  const path = forPath(sighting)
  return simple(
    'service_not_found',
    [en`${name} does not have what was asked for${path}.`, zh`${name}没有所请求的内容${path}。`],
    [
      'Check the ids in the path and the query; the request reached the service.',
      '检查路径与查询参数中的 ID；请求已到达服务。',
    ],
  )
}

function limited(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  return simple(
    'service_rate_limited',
    [
      en`${name} limits the rate${notOurLimit(sighting)}.`,
      zh`${name}限制了频率${notOurLimit(sighting)}。`,
    ],
    [
      'Call less often, or ask the owner of the service for a higher limit.',
      '降低调用频率，或请服务负责人调高限制。',
    ],
  )
}

function methodRefused(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  const method: Bilingual =
    sighting.request.method === ''
      ? ['this method', '该方法']
      : [sighting.request.method, ` ${sighting.request.method}`]
  const allow = headerOf(sighting.response, 'allow')
  const offered: Bilingual =
    allow === '' ? nothingSaid : [` (it offers ${allow})`, `（它支持 ${allow}）`]
  const compared = ifThroughGateway(sighting, [
    "; compare it with the method of the backend in the gateway's resource",
    '；并与网关资源中的后端方法核对',
  ])
  return simple(
    'service_method_refused',
    [
      en`${name} does not take ${method} here${offered}.`,
      zh`${name}在此不接受${method}${offered}。`,
    ],
    [en`Use a method that the service offers${compared}.`, zh`使用服务支持的方法${compared}。`],
  )
}

function simple(key: VerdictKey, summary: Bilingual, step: Bilingual): Conclusion {
  return { key, summary, nextSteps: [step] }
}
