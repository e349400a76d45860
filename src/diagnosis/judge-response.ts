import { fact, type Finding, type ResponseRule, type Sighting } from './finding.ts'
import { accessLayer } from './rules/access-layer.ts'
import { bareBody } from './rules/bare-body.ts'
import { redirectNowhere, redirectToItself } from './rules/broken-redirect.ts'
import { gatewayInText } from './rules/gateway-in-text.ts'
import { imitation } from './rules/imitation.ts'
import { loggedAnswer } from './rules/logged-answer.ts'
import { privateRedirect } from './rules/private-redirect.ts'
import { httpsRedirect, loginRedirect, otherRedirect } from './rules/redirects.ts'
import { serviceFailure } from './rules/service-failure.ts'
import { serviceRefusal } from './rules/service-refusal.ts'
import { errorInSuccess, success } from './rules/success.ts'
import { unknownWriter, writerUnclear } from './rules/unknown-writer.ts'
import { serviceJsonOf } from './service-json.ts'

/** The rules about an answer that somebody else wrote, most specific first. */
const rules: readonly ResponseRule[] = [
  loggedAnswer,
  imitation,
  gatewayInText,
  redirectToItself,
  httpsRedirect,
  privateRedirect,
  loginRedirect,
  redirectNowhere,
  otherRedirect,
  pageInSuccess,
  errorInSuccess,
  success,
  writerUnclear,
  accessLayer,
  bareBody,
  serviceRefusal,
  serviceFailure,
  unknownWriter,
]

export function judgeResponse(seen: Sighting): Finding {
  const sighting = withoutDoubtfulName(seen)
  for (const rule of rules) {
    const finding = rule(sighting)
    if (finding !== undefined) return finding
  }
  const { layer } = sighting.writer
  if (sighting.response.status !== 0) return unexplained(sighting.response.status)
  return layer === undefined ? withoutStatus : { ...withoutStatus, responder: layer }
}

function unexplained(status: number): Finding {
  return {
    key: 'not_explained',
    certainty: 'unknown',
    summary: [
      `A response with status ${status} is not explained by any rule.`,
      `没有规则能解释状态码为 ${status} 的响应。`,
    ],
    evidence: [fact('response', [`status ${status}`, `状态码 ${status}`], 'weak')],
    nextSteps: [['Look at the record of the request.', '查看该请求的流水日志。']],
  }
}

/** Only a text can lack it. */
const withoutStatus: Finding = {
  key: 'not_explained',
  certainty: 'unknown',
  summary: [
    'The text shows a response without its status; no rule explains it.',
    '文本中的响应没有状态码；没有规则能解释它。',
  ],
  evidence: [fact('pasted', ['status not shown', '未显示状态码'], 'weak')],
  nextSteps: [
    [
      'Run the call again with `curl -i`, which shows the status and the header.',
      '用 `curl -i` 重新调用：它会显示状态码与响应头。',
    ],
  ],
}

/** JSON of a service's own makes its layer likely; a name that is only hinted at would be said as surely. */
function withoutDoubtfulName(sighting: Sighting): Sighting {
  const { writer, response } = sighting
  if (writer.state !== 'hinted' || writer.software === null) return sighting
  if (serviceJsonOf(response)?.kind !== 'own') return sighting
  return { ...sighting, writer: { ...writer, software: null } }
}

/** An access layer's default site or firewall page that comes with a success status. */
function pageInSuccess(sighting: Sighting): Finding | undefined {
  const { meanings } = sighting.writer
  const isPage = meanings.has('default_site') || meanings.has('blocked')
  return sighting.response.status < 300 && isPage ? accessLayer(sighting) : undefined
}
