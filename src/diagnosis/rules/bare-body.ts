import { en, zh } from '../../model/bilingual.ts'
import { fact, type ResponseRule } from '../finding.ts'
import { correctAsSaid, received, serviceName, withCode } from '../sighting-words.ts'
import { isFailure, serviceJsonOf } from '../service-json.ts'
import { isOfService, serviceSureness } from './service-refusal.ts'
import { speaksOfRequest } from './success.ts'

/** A body whose status nobody pasted: what it says of itself decides between caller and service. */
export const bareBody: ResponseRule = (sighting) => {
  const { status, body } = sighting.response
  if (status !== 0 || body === '' || !isOfService(sighting)) return undefined
  const json = serviceJsonOf(sighting.response)
  if (json !== undefined && !isFailure(json) && sighting.writer.layer === undefined)
    return undefined
  const isCallers = speaksOfRequest(json?.says ?? '')
  const name = serviceName(sighting)
  const code = withCode(json?.code ?? '')
  const isSure = isCallers && json?.outcome !== 'maybe_failed' && json?.outcome !== 'unclear'
  return {
    key: isCallers ? 'service_refused_request' : 'service_error',
    certainty: isSure && serviceSureness(sighting) === 'likely' ? 'likely' : 'possible',
    summary: [
      en`${name} reports a failure of its own${code}; the status is not in the text.`,
      zh`${name}报告了它自己的失败${code}；文本中没有状态码。`,
    ],
    evidence: [
      received(sighting),
      ...sighting.writer.evidence,
      fact(
        'pasted',
        [en`the body calls itself a failure${code}`, zh`响应体表明自己是失败${code}`],
        'medium',
      ),
    ],
    nextSteps: [
      isCallers
        ? correctAsSaid
        : [
            'Ask the owner of the service, with the code and the time.',
            '带上错误码与时间询问服务负责人。',
          ],
    ],
    software: sighting.writer.software,
    wouldConfirm: [
      [
        'the status and the header of this response (`curl -i`)',
        '该响应的状态码与响应头（`curl -i`）',
      ],
    ],
  }
}
