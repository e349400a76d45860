import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Conclusion, Sighting } from '../finding.ts'
import {
  accessLayerName,
  forHost,
  forPath,
  ifThroughGateway,
  isThroughGateway,
  notOurLimit,
  ofRealm,
} from '../sighting-words.ts'

/** What an access layer's own 4xx comes to. */
export function refusedBy(sighting: Sighting): Conclusion {
  switch (sighting.response.status) {
    case 401:
    case 407:
      return wantsLogin(sighting)
    case 403:
      return denied(sighting)
    case 404:
      return notFound(sighting)
    case 413:
      return bodyTooLarge(sighting)
    case 414:
      return uriTooLong(sighting)
    case 421:
      return unknownHost(sighting)
    case 429:
      return limited(sighting)
    case 431:
    case 494: // nginx's own
      return headTooLarge(sighting)
    default:
      return refused(sighting)
  }
}

export function unknownHost(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const host = forHost(sighting)
  return {
    key: 'access_layer_unknown_host',
    summary: [
      en`${name} has no site for the Host that was sent${host}; its default page answered.`,
      zh`${name}没有所发 Host 对应的站点${host}，由默认页面应答。`,
    ],
    nextSteps: [
      isThroughGateway(sighting)
        ? [
            en`Configure the host at the access layer, or set hostHeader of the backend to the name it knows${host}.`,
            zh`在接入层配置该域名，或将后端的 hostHeader 设为它认识的名字${host}。`,
          ]
        : [
            en`Call it by a name that it knows${host}, or ask its owner to configure this one.`,
            zh`用它认识的域名调用${host}，或请其负责人配置该域名。`,
          ],
    ],
  }
}

export function noRule(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const host = forHost(sighting)
  const path = sighting.request.path.split('?')[0] ?? ''
  const shown: Bilingual = path === '' ? nothingSaid : [` ${path}`, ` ${path} `]
  return {
    key: 'access_layer_not_found',
    summary: [
      en`${name} has no rule for the Host${host} or the path${shown} that was sent; its default answered.`,
      zh`${name}没有与所发的域名${host}或路径${shown}对应的规则，由默认后端应答。`,
    ],
    nextSteps: [
      [
        'Compare Host and path with its rules (Kubernetes: the ingress): both must match one of them.',
        '将域名与路径同它的规则（Kubernetes：ingress）核对：两者都须匹配其中一条。',
      ],
    ],
  }
}

export function headTooLarge(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_head_too_large',
    summary: tooLarge(sighting, ['the request header', '请求头']),
    nextSteps: [
      [
        'Send fewer or smaller header fields (often cookies), or ask the owner of the access layer for larger header buffers.',
        '减少或缩短请求头字段（常见的是 Cookie），或请接入层负责人调大请求头缓冲区。',
      ],
      ...(isThroughGateway(sighting) ? [leaveRoom] : []),
    ],
  }
}

const leaveRoom: Bilingual = [
  'X-Bkapi-JWT and X-Forwarded-* are added by the gateway: the limit must leave room for them.',
  'X-Bkapi-JWT 与 X-Forwarded-* 由网关添加，限制须为它们留出空间。',
]

function bodyTooLarge(sighting: Sighting): Conclusion {
  const { bodyBytes } = sighting.request
  const size: Bilingual =
    bodyBytes > 0
      ? [` (this one had ${bodyBytes} bytes)`, `（本次为 ${bodyBytes} 字节）`]
      : nothingSaid
  return {
    key: 'access_layer_body_too_large',
    summary: tooLarge(sighting, ['the request body', '请求体']),
    nextSteps: [
      [
        en`Send less in one request${size}, or ask the owner of the access layer to raise its limit (nginx: client_max_body_size).`,
        zh`减小单次请求${size}，或请接入层负责人调大限制（nginx：client_max_body_size）。`,
      ],
    ],
  }
}

function uriTooLong(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_uri_too_long',
    summary: tooLarge(sighting, ['the address', '请求地址']),
    nextSteps: [
      ['Shorten the query, or send the data in a body.', '缩短查询参数，或改用请求体传数据。'],
    ],
  }
}

function tooLarge(sighting: Sighting, what: Bilingual): Bilingual {
  const name = accessLayerName(sighting)
  const passed = ifThroughGateway(sighting, ['; the gateway had let it pass', '；网关已放行'])
  return [
    en`${name} refused ${what} as too large${passed}.`,
    zh`${name}认为${what}过大而拒绝${passed}。`,
  ]
}

function denied(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const rule: Bilingual = sighting.writer.meanings.has('address_denied')
    ? ['one of its rules, mostly about addresses', '触发了它的某条规则，多与来源地址有关']
    : ['mostly a list of allowed addresses', '多因地址白名单']
  return {
    key: 'access_layer_denied',
    summary: [
      en`${name} refused the request with 403${forPath(sighting)}: ${rule}.`,
      zh`${name}以 403 拒绝了请求${forPath(sighting)}：${rule}。`,
    ],
    nextSteps: [
      isThroughGateway(sighting) ? askToAllow(sighting.request.exitAddress) : askForList,
      [
        'If the address is allowed, the path is not: compare it with the rules of the access layer.',
        '如果地址已放行，则是路径不允许：请与接入层的规则核对。',
      ],
    ],
  }
}

const askForList: Bilingual = [
  'Ask its owner whether the address that the call came from is on its list.',
  '请其负责人确认发起调用的地址是否在名单中。',
]

function askToAllow(exitAddress: string): Bilingual {
  return exitAddress === ''
    ? [
        'Ask its owner to allow the addresses that the gateway connects from.',
        '请其负责人放行网关的出口地址。',
      ]
    : [
        `Ask its owner to allow ${exitAddress}, the address that the gateway connected from.`,
        `请其负责人放行 ${exitAddress}（网关的出口地址）。`,
      ]
}

function notFound(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const host = forHost(sighting)
  return {
    key: 'access_layer_not_found',
    summary: [
      en`${name} has nothing${forPath(sighting)}${host}; the service was not asked.`,
      zh`${name}没有对应的内容${forPath(sighting)}${host}，未请求服务。`,
    ],
    nextSteps: [
      [
        en`Compare the host and path with what the access layer is configured for${host}.`,
        zh`将域名与路径同接入层的配置核对${host}。`,
      ],
      isThroughGateway(sighting)
        ? [
            'If the service has this path, the rule that leads there is missing at the access layer, or the path of the backend in the gateway is wrong.',
            '如果服务有该路径，则接入层缺少转发规则，或网关中的后端路径有误。',
          ]
        : [
            'If the service has this path, the rule that leads there is missing at the access layer.',
            '如果服务有该路径，则接入层缺少转发规则。',
          ],
    ],
  }
}

function wantsLogin(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const notOurs = ifThroughGateway(sighting, ["; it is not the gateway's", '，与网关的认证无关'])
  const forWhom = ifThroughGateway(sighting, [' for the gateway', '对网关'])
  return {
    key: 'access_layer_wants_login',
    summary: [
      en`${name} wants a login of its own${ofRealm(sighting)}${notOurs}.`,
      zh`${name}要求它自己的登录${ofRealm(sighting)}${notOurs}。`,
    ],
    nextSteps: [
      [
        en`Ask the owner of the access layer for credentials, or for an address that needs none${forWhom}.`,
        zh`请接入层负责人提供凭证，或提供${forWhom}免登录的地址。`,
      ],
    ],
  }
}

function limited(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  return {
    key: 'access_layer_rate_limited',
    summary: [
      en`${name} limits the rate${notOurLimit(sighting)}.`,
      zh`${name}限制了频率${notOurLimit(sighting)}。`,
    ],
    nextSteps: [
      isThroughGateway(sighting)
        ? [
            'Ask its owner for a higher limit for the gateway: all callers share its address there.',
            '请其负责人为网关调高限制：在那里所有调用方共用网关的地址。',
          ]
        : [
            'Call less often, or ask its owner for a higher limit.',
            '降低调用频率，或请其负责人调高限制。',
          ],
    ],
  }
}

function refused(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  return {
    key: 'access_layer_refused_request',
    summary: [
      en`${name} did not accept the request (${sighting.response.status}).`,
      zh`${name}不接受该请求（${sighting.response.status}）。`,
    ],
    nextSteps: [
      [
        'Compare method, header and body with what the service documents; the access layer refused before the service saw it.',
        '将方法、请求头与请求体同服务的文档核对；请求在到达服务之前就被接入层拒绝。',
      ],
    ],
  }
}
