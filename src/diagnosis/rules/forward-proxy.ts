import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Conclusion, Finding, Sighting } from '../finding.ts'
import { forHost, isThroughGateway, ofRealm, received, sureness } from '../sighting-words.ts'

/** A proxy by which the caller leaves its network: 407 is only for such (RFC 9110 section 15.5.8), and some
 *  programs are hardly used otherwise. Behind a gateway it is an access layer like any other. */
export function isOnCallersWay(sighting: Sighting): boolean {
  const { response, writer } = sighting
  if (isThroughGateway(sighting)) return false
  if (response.status === 407) return true
  const isFailure = response.status === 0 || response.status >= 400
  return isFailure && writer.isForwardProxy === true
}

export function onCallersWay(sighting: Sighting): Finding {
  const { response, writer } = sighting
  return {
    responder: 'access_layer',
    owner: 'caller',
    certainty: response.status === 407 ? 'likely' : sureness(sighting),
    evidence: [received(sighting), ...writer.evidence],
    software: writer.layer === 'access_layer' ? writer.software : null,
    wouldConfirm: [
      [
        'the same call without the proxy (`curl --noproxy "*"`)',
        '不经代理的同一次调用（`curl --noproxy "*"`）',
      ],
    ],
    ...conclusionOf(sighting),
  }
}

function conclusionOf(sighting: Sighting): Conclusion {
  const { meanings } = sighting.writer
  const { status } = sighting.response
  if (status === 407) return wantsLogin(sighting)
  if (meanings.has('name_unknown')) return nameUnknown(sighting)
  if (meanings.has('upstream_timeout')) return timedOut(sighting)
  if (meanings.has('bad_gateway')) return unreachable(sighting)
  if (meanings.has('address_denied') || status === 403) return denied(sighting)
  return otherwise(sighting)
}

/** `Squid/5.7, a proxy on the caller's way,`. */
function proxyName({ writer }: Sighting): Bilingual {
  return writer.software === null || writer.layer !== 'access_layer'
    ? ["A proxy on the caller's way", '调用方出口处的代理']
    : [`${writer.software}, a proxy on the caller's way,`, `调用方出口处的代理 ${writer.software} `]
}

function wantsLogin(sighting: Sighting): Conclusion {
  const name = proxyName(sighting)
  const realm = ofRealm(sighting)
  return {
    key: 'access_layer_wants_login',
    summary: [
      en`${name} wants a login of its own${realm}; the call never left it.`,
      zh`${name}要求它自己的登录${realm}；调用没有离开代理。`,
    ],
    nextSteps: [
      [
        'Give the program the credentials of the proxy (`curl -U`, HTTPS_PROXY), or call without it (`curl --noproxy`, NO_PROXY).',
        '为程序配置代理的凭证（`curl -U`、HTTPS_PROXY），或不经代理调用（`curl --noproxy`、NO_PROXY）。',
      ],
    ],
  }
}

function denied(sighting: Sighting): Conclusion {
  const name = proxyName(sighting)
  return {
    key: 'access_layer_denied',
    summary: [
      en`${name} does not let this call out${forHost(sighting)}: one of its rules forbids it.`,
      zh`${name}不允许这次调用${forHost(sighting)}：被它的某条规则禁止。`,
    ],
    nextSteps: [askOrAvoid, ...otherPlace(sighting)],
  }
}

function nameUnknown(sighting: Sighting): Conclusion {
  const name = proxyName(sighting)
  return {
    key: 'access_layer_bad_gateway',
    fault: 'unsure',
    summary: [
      en`${name} could not resolve the host name that was called${forHost(sighting)}.`,
      zh`${name}无法解析所调用的域名${forHost(sighting)}。`,
    ],
    nextSteps: [
      [
        'Check how the host name is spelled. If it is right, the name server of the proxy does not know it: ask who runs the proxy, or call without it.',
        '检查域名拼写。如果无误，则是代理的域名服务器不认识它：请联系代理的管理方，或不经代理调用。',
      ],
      ...otherPlace(sighting),
    ],
  }
}

function unreachable(sighting: Sighting): Conclusion {
  const name = proxyName(sighting)
  return {
    key: 'access_layer_bad_gateway',
    fault: 'unsure',
    summary: [
      en`${name} got no valid answer from the address that was called${forHost(sighting)}.`,
      zh`${name}没有从所调用的地址得到有效应答${forHost(sighting)}。`,
    ],
    nextSteps: [checkAddress, askOrAvoid, ...otherPlace(sighting)],
  }
}

function timedOut(sighting: Sighting): Conclusion {
  const name = proxyName(sighting)
  return {
    key: 'access_layer_timeout',
    fault: 'unsure',
    summary: [
      en`${name} got no answer in time from the address that was called${forHost(sighting)}.`,
      zh`${name}没有从所调用的地址及时得到应答${forHost(sighting)}。`,
    ],
    nextSteps: [checkAddress, askOrAvoid, ...otherPlace(sighting)],
  }
}

function otherwise(sighting: Sighting): Conclusion {
  const name = proxyName(sighting)
  const { status } = sighting.response
  const code: Bilingual = status === 0 ? ['', ''] : [` (${status})`, `（${status}）`]
  return {
    key: status >= 400 && status < 500 ? 'access_layer_refused_request' : 'access_layer_error',
    fault: 'unsure',
    summary: [
      en`${name} answered with a page of its own${code}.`,
      zh`${name}用自己的页面应答${code}。`,
    ],
    nextSteps: [askOrAvoid, ...otherPlace(sighting)],
  }
}

const checkAddress: Bilingual = [
  'Check host and port of the call; if they are right, ask who runs that address whether it is up.',
  '检查调用的主机与端口；如果无误，请向该地址的负责人确认服务是否正常。',
]

const askOrAvoid: Bilingual = [
  'Ask who runs the proxy that the caller uses, or call without it (`curl --noproxy`, NO_PROXY).',
  '请联系调用方所用代理的管理方，或不经代理调用（`curl --noproxy`、NO_PROXY）。',
]

/** Squid can stand in front of a service as well. */
function otherPlace({ writer }: Sighting): Bilingual[] {
  if (!/^squid/i.test(writer.software ?? '')) return []
  return [
    [
      'If no proxy is set up where the call was made, Squid stands in front of the service: then its owner acts.',
      '如果发起调用处没有配置代理，则 Squid 位于服务之前：由其负责人处理。',
    ],
  ]
}
