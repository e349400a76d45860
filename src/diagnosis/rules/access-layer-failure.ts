import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Conclusion, Sighting } from '../finding.ts'
import { accessLayerName } from '../sighting-words.ts'

/** What an access layer's own 5xx comes to: the service behind it failed, or it did itself. */
export function failedAt(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  switch (sighting.response.status) {
    case 502:
      return badGateway(sighting)
    case 503:
      return {
        key: 'access_layer_no_upstream',
        summary: [
          en`${name} answered 503; it has no live service behind it, or a limit of its own was reached.`,
          zh`${name}返回 503：其后没有存活的服务，或达到了它自己的限制。`,
        ],
        nextSteps: [
          [
            "Check that the service's instances run and pass the access layer's health check; its error log tells which it was.",
            '检查服务实例是否运行并通过接入层的健康检查；具体原因见接入层的错误日志。',
          ],
        ],
      }
    case 504:
      return {
        key: 'access_layer_timeout',
        summary: [
          en`${name} answered 504; the service behind it did not answer in time.`,
          zh`${name}返回 504：其后的服务没有及时应答。`,
        ],
        nextSteps: [
          [
            "Look in the service's log for slow requests at this time, then at the access layer's read timeout.",
            '在服务日志中查看此时的慢请求，再查看接入层的读超时设置。',
          ],
        ],
      }
    default:
      return failed(sighting)
  }
}

function badGateway(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const reason = proxyReason(sighting)
  return {
    key: 'access_layer_bad_gateway',
    summary: [
      en`${name} answered 502; it got no valid answer from the service behind it${reason}.`,
      zh`${name}返回 502：没有从其后的服务得到有效应答${reason}。`,
    ],
    nextSteps: [
      [
        "Check that the service runs; the access layer's error log at this time tells what failed.",
        '检查服务是否在运行；具体失败原因见此时接入层的错误日志。',
      ],
    ],
  }
}

/** mod_proxy prints its reason into the page. */
function proxyReason({ response }: Sighting): Bilingual {
  const reason = /Reason: <strong>([^<]{1,120})<\/strong>/.exec(response.body)?.[1]
  if (reason === undefined) return nothingSaid
  const words = reason.replaceAll(/\s+/g, ' ')
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
