import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Conclusion, Sighting } from '../finding.ts'
import { accessLayerName } from '../sighting-words.ts'

/** What an access layer's own 5xx comes to: the service behind it failed, or it did itself. What its page says
 *  goes before the status: many write 503 whatever happened. */
export function failedAt(sighting: Sighting): Conclusion {
  const { meanings } = sighting.writer
  if (meanings.has('own_limit')) return limitReached(sighting)
  if (meanings.has('no_upstream')) return noUpstream(sighting)
  if (meanings.has('upstream_timeout')) return timedOut(sighting)
  if (meanings.has('bad_gateway')) return badGateway(sighting)
  switch (sighting.response.status) {
    case 502:
      return badGateway(sighting)
    case 503:
      return unavailable(sighting)
    case 504:
      return timedOut(sighting)
    default:
      return failed(sighting)
  }
}

/** `nginx in front of the service answered 502`, without the status where a text shows none. */
function answered(sighting: Sighting): Bilingual {
  const name = accessLayerName(sighting)
  const { status } = sighting.response
  return status === 0
    ? [en`${name} answered by itself`, zh`${name}自己应答了请求`]
    : [en`${name} answered ${status}`, zh`${name}返回 ${status}`]
}

function noUpstream(sighting: Sighting): Conclusion {
  const who = answered(sighting)
  return {
    key: 'access_layer_no_upstream',
    summary: [en`${who}; it has no live service behind it.`, zh`${who}：其后没有存活的服务。`],
    nextSteps: [
      [
        "Check that the service's instances run, are registered and pass the access layer's health check.",
        '检查服务实例是否运行、已注册并通过接入层的健康检查。',
      ],
    ],
  }
}

function limitReached(sighting: Sighting): Conclusion {
  const who = answered(sighting)
  return {
    key: 'access_layer_no_upstream',
    summary: [
      en`${who}; a limit of its own for the service was reached${proxyReason(sighting)}.`,
      zh`${who}：达到了它自己对该服务的限制${proxyReason(sighting)}。`,
    ],
    nextSteps: [
      [
        'Look at its limits of connections and waiting requests (Envoy: circuit breakers), and at whether the service answers too slowly.',
        '查看它对连接数与等待请求数的限制（Envoy：circuit breakers），以及服务是否应答过慢。',
      ],
    ],
  }
}

function unavailable(sighting: Sighting): Conclusion {
  const who = answered(sighting)
  return {
    key: 'access_layer_no_upstream',
    summary: [
      en`${who}; it has no live service behind it, reached a limit of its own, or was told to answer so.`,
      zh`${who}：其后没有存活的服务，或达到了它自己的限制，或被配置为如此应答。`,
    ],
    nextSteps: [
      [
        "Check that the service's instances run and pass the access layer's health check; its error log tells which it was.",
        '检查服务实例是否运行并通过接入层的健康检查；具体原因见接入层的错误日志。',
      ],
    ],
  }
}

function timedOut(sighting: Sighting): Conclusion {
  const who = answered(sighting)
  return {
    key: 'access_layer_timeout',
    summary: [
      en`${who}; the service behind it did not answer in time.`,
      zh`${who}：其后的服务没有及时应答。`,
    ],
    nextSteps: [
      [
        "Look in the service's log for slow requests at this time, then at the access layer's read timeout.",
        '在服务日志中查看此时的慢请求，再查看接入层的读超时设置。',
      ],
    ],
  }
}

function badGateway(sighting: Sighting): Conclusion {
  const who = answered(sighting)
  const reason = proxyReason(sighting)
  return {
    key: 'access_layer_bad_gateway',
    summary: [
      en`${who}; it got no valid answer from the service behind it${reason}.`,
      zh`${who}：没有从其后的服务得到有效应答${reason}。`,
    ],
    nextSteps: [
      /WRONG_VERSION_NUMBER/.test(sighting.response.body)
        ? [
            'It speaks TLS to a port that does not: make its settings and the service agree (Istio: the TLS mode of the DestinationRule and mTLS of the service).',
            '它用 TLS 访问了不使用 TLS 的端口：让它的设置与服务一致（Istio：DestinationRule 的 TLS 模式与服务的 mTLS）。',
          ]
        : [
            "Check that the service runs; the access layer's error log at this time tells what failed.",
            '检查服务是否在运行；具体失败原因见此时接入层的错误日志。',
          ],
    ],
  }
}

/** mod_proxy prints its reason into the page, Envoy behind its sentence. */
function proxyReason({ response }: Sighting): Bilingual {
  const [, ofApache, ofEnvoy] =
    /Reason: <strong>([^<]{1,120})<\/strong>|\breset reason: ([^"\n]{1,200})/.exec(response.body) ??
    []
  const reason = ofApache ?? ofEnvoy
  if (reason === undefined) return nothingSaid
  const words = reason.replaceAll(/\s+/g, ' ').trim()
  return [` ("${words}")`, `（"${words}"）`]
}

function failed(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const { status } = sighting.response
  return {
    key: 'access_layer_error',
    summary: [
      en`${name} answered ${status === 0 ? '' : `${status} `}with a page of its own.`,
      zh`${name}用自己的页面应答${status === 0 ? '' : `（${status}）`}。`,
    ],
    nextSteps: [
      ["Look in the access layer's error log at this time.", '查看此时接入层的错误日志。'],
    ],
  }
}
