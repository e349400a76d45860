import { errorTable } from '../../model/error-table.ts'
import { en, joined, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { gatewayMarkOf, type GatewayMark } from '../gateway-mark.ts'
import { received } from '../sighting-words.ts'

/** A backend that writes our envelope or our error fields. Header-based systems believe it; we parsed
 *  a complete header from the backend's own connection, so it is the backend's. */
export const imitation: ResponseRule = (sighting) => {
  if (sighting.request.via !== 'record') return undefined
  const mark = gatewayMarkOf(sighting.response)
  if (mark === undefined) return undefined
  if (
    mark.code === errorTable.recursive_request.code &&
    sighting.response.status === errorTable.recursive_request.status
  )
    return cameAround(sighting)
  const code: Bilingual =
    mark.code === 0 ? ['no code', '没有错误码'] : [`${mark.code}`, `错误码 ${mark.code}`]
  const signs = joined(signsOf(mark), [' and ', '和'])
  return {
    key: 'backend_imitates_gateway',
    responder: 'service',
    certainty: 'likely', // that it came from behind us is certain, but another gateway may stand there
    summary: [
      en`The answer looks like an error of a gateway (${code}), but it came from behind this one: from the service, or a gateway before it.`,
      zh`应答看起来像网关的错误（${code}），但它来自本网关后面：来自服务，或服务前面的另一个网关。`,
    ],
    evidence: [
      received(sighting),
      fact('response', [en`the backend's answer carries ${signs}`, zh`后端的应答带有${signs}`]),
    ],
    nextSteps: [
      [
        'Ask the owner of the service which code wrote this answer; it may have relayed the answer of another gateway that it calls.',
        '询问服务负责人是哪段代码写出此应答；也可能是它转发了自己所调用的另一个网关的应答。',
      ],
      [
        'Give errors of the service codes of their own, so that nobody takes them for the gateway.',
        '让服务的错误使用自己的错误码，以免被当作网关的错误。',
      ],
    ],
    wouldConfirm: [["the service's own log for this request", '服务对本次请求的日志']],
  }
}

/** A gateway behind us refused a request that had been there before. That is this one, or asks it. */
function cameAround(sighting: Sighting): Finding {
  return {
    key: 'recursive_request',
    certainty: 'likely',
    summary: [
      'The backend of this resource is a gateway that had seen the request before: the call goes in a circle.',
      '该资源的后端是一个已经见过此请求的网关：调用形成了环路。',
    ],
    evidence: [
      received(sighting),
      fact('response', [
        'the answer from behind this gateway is the refusal of a request that came around',
        '来自本网关后面的应答是对环路请求的拒绝',
      ]),
    ],
    nextSteps: [
      [
        'Look at the address of the backend in the definition: it leads back to a gateway instead of the service.',
        '检查定义中的后端地址：它指回了网关，而不是服务。',
      ],
    ],
  }
}

function signsOf({ inHeader, fields }: GatewayMark): Bilingual[] {
  return [
    ...(inHeader ? ([['the field X-Bkapi-Error-Code', '字段 X-Bkapi-Error-Code']] as const) : []),
    ...(fields >= 4
      ? ([["the fields of the gateway's error body", '网关错误响应体的各字段']] as const)
      : []),
    ...(!inHeader && fields < 4
      ? ([['the code of a gateway with its message', '网关的错误码及其信息']] as const)
      : []),
  ]
}
