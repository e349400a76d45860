import { en, nothingSaid, zh, type Bilingual } from '../model/bilingual.ts'
import type { Certainty } from '../model/attribution.ts'
import { fact, type Finding, type FoundEvidence, type Sighting } from './finding.ts'
import { maskSecrets } from './mask-secrets.ts'
import { headerOf } from './received-response.ts'

/** Words and weights that the rules about received answers share. */

/** What was received, as the first piece of evidence: behind our own gateway it is our socket's. */
export function received({ response, request }: Sighting): FoundEvidence {
  const type = headerOf(response, 'content-type')
  const status: Bilingual =
    response.status === 0 || response.statusUnseen === true
      ? ['status not shown', '未显示状态码']
      : [`status ${response.status}`, `状态码 ${response.status}`]
  const described: Bilingual =
    type === '' ? status : [en`${status}, ${type}`, zh`${status}，${type}`]
  if (request.via === 'record')
    return fact('response', [
      en`a complete response header came from behind the gateway: ${described}`,
      zh`从网关后面收到了完整的响应头：${described}`,
    ])
  const empty: Bilingual =
    response.bodySeen && response.body === '' ? [', no body', '，没有响应体'] : nothingSaid
  if (request.ownSocket === true)
    return fact('response', [
      en`a response came: ${described}${empty}`,
      zh`收到了响应：${described}${empty}`,
    ])
  return fact(
    'pasted',
    [en`the text shows a response: ${described}${empty}`, zh`文本中有响应：${described}${empty}`],
    'medium',
  )
}

/** How sure it is who wrote the answer. A fingerprint is never more than likely. */
export function sureness({ writer }: Sighting): Certainty {
  switch (writer.state) {
    case 'identified':
      return 'likely'
    case 'layer_only':
    case 'hinted':
      return 'possible'
    case 'conflict':
    case 'unknown':
      return 'unknown'
  }
}

/** Whoever wrote an answer that nothing tells: without a gateway's mark it is not said to lie behind one. */
export function somebody(sighting: Sighting): Bilingual {
  if (isThroughGateway(sighting)) return ['Something behind the gateway', '网关后面的某一层']
  return sighting.request.ownSocket === true
    ? ['Something at that address', '该地址的程序']
    : ['An unidentified program', '无法识别的程序']
}

/** `nginx in front of the service`, `the access layer`. Chinese text has a blank behind a Latin name. */
export function accessLayerName({ writer }: Sighting): Bilingual {
  return writer.software === null
    ? ['The access layer in front of the service', '服务前的接入层']
    : [`${writer.software} in front of the service`, `服务前的 ${writer.software} `]
}

/** `Django in the service`, `The service`. */
export function serviceName({ writer }: Sighting): Bilingual {
  return writer.software === null
    ? ['The service', '服务']
    : [`${writer.software} in the service`, `服务中的 ${writer.software} `]
}

/** ` (Host: shop.internal)` where the Host sent is known. */
export function forHost({ request }: Sighting): Bilingual {
  const host = maskSecrets(request.host)
  return host === '' ? nothingSaid : [` (Host: ${host})`, `（Host: ${host}）`]
}

export function forPath({ request }: Sighting): Bilingual {
  const path = request.path.split('?')[0] ?? ''
  return path === '' ? nothingSaid : [` for ${path}`, `（路径 ${path}）`]
}

/** ` (code 1199006)` where a body has one. */
export function withCode(code: string): Bilingual {
  return code === '' ? nothingSaid : [` (code ${code})`, `（错误码 ${code}）`]
}

/** ` (realm "staff")` where a login has one. */
export function ofRealm({ response }: Sighting): Bilingual {
  const realm = /realm="([^"]*)"/i.exec(headerOf(response, 'www-authenticate'))?.[1]
  return realm === undefined ? nothingSaid : [` (realm "${realm}")`, `（realm "${realm}"）`]
}

/** What would tell the access layer from the service. */
export const recordOfService: Bilingual = [
  'a request record of the service for this request',
  '服务对本次请求的访问记录',
]
export const recordOrAccessLayer: Bilingual = [
  'a request record of the service: if it has none, the access layer answered',
  '服务的访问记录：如果没有，应答来自接入层',
]

/** Where the gateway speaks plain HTTP to a port or host that is https only. */
export const backendByHttps: Bilingual = [
  "In the gateway's stage, set the backend's address to https://.",
  '在网关的环境中，将后端地址改为 https://。',
]
export const callHttps: Bilingual = [
  'Call https:// instead of http://.',
  '请用 https:// 而不是 http:// 调用。',
]

/** Whether the answer carries a gateway's mark, or we saw it pass. A text without marks is not said to have
 *  anything to do with a gateway: what applies to one only is left out of its verdict. */
export function isThroughGateway({ request }: Sighting): boolean {
  return request.via !== 'text'
}

export function ifThroughGateway(sighting: Sighting, words: Bilingual): Bilingual {
  return isThroughGateway(sighting) ? words : nothingSaid
}

export function notOurLimit(sighting: Sighting): Bilingual {
  return ifThroughGateway(sighting, ['; it is not a limit of the gateway', '；这不是网关的限流'])
}

/** Who called directly chose the scheme, the path and the credentials. */
export function byCaller(sighting: Sighting): Pick<Finding, 'fault' | 'owner'> {
  return isThroughGateway(sighting) ? {} : { fault: 'client', owner: 'caller' }
}

export const correctAsSaid: Bilingual = [
  "Correct the request as the service's message says.",
  '按服务给出的信息修正请求。',
]
export const askBackendWithId: Bilingual = [
  'Ask the owner of the backend, with the request id and the time.',
  '带上请求 ID 与时间询问后端负责人。',
]
