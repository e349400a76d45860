import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Conclusion, Sighting } from '../finding.ts'
import { accessLayerName, isThroughGateway } from '../sighting-words.ts'

/** An application firewall let the request not pass. */
export function blocked(sighting: Sighting): Conclusion {
  const id = supportId
    .exec(sighting.response.body)
    ?.slice(1)
    .find(Boolean)
    ?.replaceAll('&#46;', '.')
  const exempt = exemption(sighting)
  const number: Bilingual =
    id === undefined
      ? ['support id in the body', '响应体中的支持编号']
      : [`support id ${id}`, `支持编号 ${id} `]
  const name = accessLayerName(sighting)
  return {
    key: 'access_layer_blocked',
    summary: [
      en`${name} blocked the request: it looked like an attack, or it came from an address that is not wanted.`,
      zh`${name}拦截了请求：内容像攻击，或来源地址不受欢迎。`,
    ],
    nextSteps: [
      [
        en`Give the ${number} to the owner of the application firewall: it names the rule.`,
        zh`把${number}交给应用防火墙负责人，由此可以查到规则。`,
      ],
      [
        en`If the request is a good one, ${exempt}; often it is one value of the query or body that looks like an attack.`,
        zh`如果请求没有问题，${exempt}；通常是查询参数或请求体中的某个值像攻击。`,
      ],
    ],
  }
}

/** A check of the browser, which no program passes: nothing was wrong with the request itself. */
export function challenged(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const exempt = exemption(sighting)
  return {
    key: 'access_layer_blocked',
    summary: [
      en`${name} wants a browser to prove itself first (a challenge); a program cannot pass that.`,
      zh`${name}要求先由浏览器完成验证（challenge）；程序无法通过。`,
    ],
    nextSteps: [
      [
        en`Ask the owner of the access layer to leave API calls out of the challenge: ${exempt}.`,
        zh`请接入层负责人让 API 调用免于验证：${exempt}。`,
      ],
    ],
  }
}

function exemption(sighting: Sighting): Bilingual {
  const { exitAddress } = sighting.request
  if (!isThroughGateway(sighting))
    return ['ask for an exception for the address that you call from', '请为您的出口地址申请例外']
  return exitAddress === ''
    ? [
        'ask for an exception for the addresses that the gateway connects from',
        '请为网关的出口地址申请例外',
      ]
    : [
        `ask for an exception for ${exitAddress}, the address that the gateway connected from`,
        `请为 ${exitAddress}（网关的出口地址）申请例外`,
      ]
}

/** F5, Akamai, Imperva, Cloudflare, CloudFront, SafeLine: each page has a number for its operator. */
const supportId =
  /support ID is:?\s*(?:<[^>]{1,20}>)?\s*(\d{6,32})|Reference(?:&#32;|\s)(?:&#35;|#)((?:[\w.]|&#46;){4,80})|incident ID: ([\d-]{4,60})|Ray ID: (?:<[^>]{1,20}>)?\s*(\w{8,40})|Request ID: ([\w=-]{8,80})|event_id: (\w{8,64})/i
