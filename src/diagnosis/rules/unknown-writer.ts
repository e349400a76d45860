import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import {
  fact,
  type Finding,
  type FoundEvidence,
  type ResponseRule,
  type Sighting,
} from '../finding.ts'
import {
  askBackendWithId,
  received,
  recordOfService,
  recordOrAccessLayer,
  somebody,
} from '../sighting-words.ts'

/** Strong signs of two writers: both lists, no guess. */
export const writerUnclear: ResponseRule = (sighting) => {
  if (sighting.writer.state !== 'conflict' || sighting.response.status < 400) return undefined
  return {
    key: 'writer_unclear',
    certainty: 'unknown',
    summary: [
      `The answer (${sighting.response.status}) carries strong signs of two writers that disagree.`,
      `应答（${sighting.response.status}）带有两个程序的强特征，互相矛盾。`,
    ],
    evidence: [received(sighting), ...sighting.writer.evidence],
    nextSteps: [
      [
        'Ask the owner of the backend, with the request id: the log of the service tells whether it wrote this, or relayed it.',
        '带上请求 ID 询问后端负责人：服务的日志会说明是它写出的，还是转发的。',
      ],
    ],
    wouldConfirm: [recordOfService, ["a line in the access layer's log", '接入层日志中的一行']],
  }
}

/** No sign of a known program. Some statuses are about the request whoever wrote them. */
export const unknownWriter: ResponseRule = (sighting) => {
  const { status } = sighting.response
  if (status < 400) return undefined
  return status < 500 ? refusal(sighting) : failure(sighting)
}

/** Statuses that speak of the request itself, in every program. */
const aboutRequest: ReadonlySet<number> = new Set([
  401, 405, 406, 409, 411, 412, 415, 416, 417, 422, 428, 429,
])

function refusal(sighting: Sighting): Finding {
  const { status } = sighting.response
  const isCallers = aboutRequest.has(status)
  const media = status === 415
  return {
    key: media ? 'service_media_type' : 'backend_refused_request',
    responder: media ? 'service' : 'backend',
    fault: isCallers ? 'client' : 'unsure',
    owner: isCallers ? 'caller' : 'backend',
    certainty: 'possible',
    summary: answeredBy(sighting),
    evidence: [received(sighting), ...signsOf(sighting)],
    nextSteps: [
      status === 429
        ? [
            'Send fewer requests, or wait as long as Retry-After says; ask the owner of the backend for its limit.',
            '减少请求，或按 Retry-After 等待；向后端负责人询问其限制。',
          ]
        : isCallers
          ? [
              'Correct the request as the status says: credentials, method, Content-Type or body.',
              '按状态码修正请求：凭证、方法、Content-Type 或请求体。',
            ]
          : askBackendWithId,
    ],
    wouldConfirm: [recordOrAccessLayer],
  }
}

function failure(sighting: Sighting): Finding {
  return {
    key: 'backend_error',
    certainty: 'possible',
    summary: answeredBy(sighting),
    evidence: [received(sighting), ...signsOf(sighting)],
    nextSteps: [askBackendWithId],
    wouldConfirm: [recordOrAccessLayer],
  }
}

function answeredBy(sighting: Sighting): Bilingual {
  const { status } = sighting.response
  return [
    en`${somebody(sighting)} answered ${status}; nothing tells whether it was the access layer or the service.`,
    zh`${somebody(sighting)}应答了 ${status}；无法判断是接入层还是服务。`,
  ]
}

function signsOf({ writer }: Sighting): readonly FoundEvidence[] {
  if (writer.evidence.length > 0) return writer.evidence
  return [
    fact(
      'fingerprint',
      [
        'no known text or header set was found in the answer',
        '应答中没有已知程序的文本或响应头组合',
      ],
      'weak',
    ),
  ]
}
