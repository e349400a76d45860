import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Conclusion, Sighting } from '../finding.ts'
import { forHost, ifThroughGateway, isThroughGateway, serviceName } from '../sighting-words.ts'

/** A framework that does not take the Host it was sent. */
export function hostRefused(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  return {
    key: 'service_host_refused',
    summary: [
      en`${name} does not accept the Host that was sent${forHost(sighting)}.`,
      zh`${name}不接受所发的 Host${forHost(sighting)}。`,
    ],
    nextSteps: [allowHost(sighting)],
  }
}

/** Django's page tells neither which it was. */
export function suspicious(sighting: Sighting): Conclusion {
  const name = serviceName(sighting)
  return {
    key: 'service_host_refused',
    summary: [
      en`${name} refused the request before any code of the service: mostly for the Host that was sent${forHost(sighting)}, sometimes for something else that it finds suspicious.`,
      zh`${name}在执行服务代码之前拒绝了请求：多因所发的 Host${forHost(sighting)}，有时是它认为可疑的其他内容。`,
    ],
    nextSteps: [
      allowHost(sighting),
      [
        "If the Host is allowed, the service's log names the reason (Django: SuspiciousOperation; too many fields, a bad session, a path outside).",
        '如果 Host 已允许，原因见服务的日志（Django：SuspiciousOperation，如字段过多、会话无效、路径越界）。',
      ],
    ],
  }
}

function allowHost(sighting: Sighting): Bilingual {
  const host = sighting.request.host.replace(/:\d+$/, '')
  const sender = ifThroughGateway(sighting, [' by the gateway', '由网关'])
  const which: Bilingual =
    host === ''
      ? [en`the Host being sent${sender}`, zh`${sender}发送的 Host `]
      : [`"${host}"`, ` "${host}" `]
  const other: Bilingual = isThroughGateway(sighting)
    ? [
        'set hostHeader of the backend to a name that it accepts',
        '将后端的 hostHeader 设为它接受的名字',
      ]
    : ['call it by a name that it accepts', '用它接受的名字调用']
  return [
    en`Add ${which} to the service's allowed hosts (Django: ALLOWED_HOSTS), or ${other}.`,
    zh`把${which}加入服务允许的域名（Django：ALLOWED_HOSTS），或${other}。`,
  ]
}
