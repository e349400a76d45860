import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import type { ResponseRule } from '../finding.ts'
import { serviceJsonOf } from '../service-json.ts'
import { received, recordOfService, serviceName } from '../sighting-words.ts'
import { codeEvidence, isOfService, serviceSureness } from './service-refusal.ts'

/** A framework's or service's own 5xx. */
export const serviceFailure: ResponseRule = (sighting) => {
  const { response, writer } = sighting
  if (response.status < 500 || response.status > 599 || !isOfService(sighting)) return undefined
  const name = serviceName(sighting)
  return {
    key: 'service_error',
    certainty: serviceSureness(sighting),
    summary: [en`${name} failed (${response.status}).`, zh`${name}出错（${response.status}）。`],
    evidence: [received(sighting), ...writer.evidence, ...codeEvidence(serviceJsonOf(response))],
    nextSteps: [
      [
        "Look in the service's log at this time, with the request id.",
        '带上请求 ID 查看服务此时的日志。',
      ],
      ...(writer.meanings.has('debug_page') ? [switchDebuggingOff] : []),
    ],
    software: writer.software,
    wouldConfirm: [recordOfService],
  }
}

const switchDebuggingOff: Bilingual = [
  'The answer is a debug page: it shows internals of the service to every caller; switch debugging off.',
  '应答是调试页：它向所有调用方暴露服务内部信息；请关闭调试。',
]
