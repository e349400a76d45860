import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Attempt } from '../../model/flow-record.ts'
import { attemptEvidence, endersInChinese, ms } from '../attempt-evidence.ts'
import { fact, type RecordRule } from '../finding.ts'

/** An answer of ours that is no error: the mock plugin, or a CORS preflight. */
export const answeredByOurselves: RecordRule = (record) => {
  if (record.answered_by !== 'mock' && record.answered_by !== 'preflight') return undefined
  const isMock = record.answered_by === 'mock'
  const what: Bilingual = isMock
    ? ['the mock of this resource', '该资源的 mock ']
    : ['the CORS preflight', 'CORS 预检请求']
  return {
    key: isMock ? 'mock_answer' : 'preflight_answer',
    certainty: 'certain',
    summary: [
      en`The gateway answered ${what} with ${record.status}; the backend was not asked.`,
      isMock
        ? zh`网关以${what}应答 ${record.status}，未请求后端。`
        : zh`网关对 ${what}应答 ${record.status}，未请求后端。`,
    ],
    evidence: [
      fact('gateway', [
        en`${what} was answered by the gateway; no attempt at a backend was made`,
        zh`${what}由网关应答，未尝试请求后端`,
      ]),
    ],
    nextSteps: isMock
      ? [
          [
            'Remove the mock plugin from the resource to reach the backend.',
            '从资源中移除 mock 插件，请求才会到达后端。',
          ],
        ]
      : [],
  }
}

/** What stands in the place of a gateway's name there, as in the old system. */
const pagesGateway = 'bk-apigateway'

/** An answer at an address that is no resource's: the public keys that services check tokens with. */
export const gatewayPage: RecordRule = (record) => {
  const { answered_by: by, error_key: error, gateway, resource } = record
  if (by !== 'gateway' || error !== '' || gateway !== pagesGateway || resource !== '')
    return undefined
  return {
    key: 'gateway_page',
    certainty: 'certain',
    summary: [
      en`The gateway answered at an address of its own with ${record.status}; no resource is behind it.`,
      zh`网关在自己的地址上应答 ${record.status}，该地址不对应任何资源。`,
    ],
    evidence: [
      fact('gateway', [
        'it was answered by the gateway without an error; no attempt at a backend was made',
        '由网关应答且无错误，未尝试请求后端',
      ]),
    ],
    nextSteps: [],
  }
}

/** An upgraded connection: one record at its end. */
export const tunnelClosed: RecordRule = (record) => {
  if (record.status !== 101 || record.answered_by !== 'backend') return undefined
  const attempt = record.attempts.at(-1)
  const endedBy = attempt?.ended_by || record.client.ended_by
  const who: Bilingual =
    endedBy === ''
      ? ['nobody in particular', '未知的一方']
      : [`the ${endedBy}`, endersInChinese[endedBy]]
  const bytes = bytesOf(attempt)
  return {
    key: 'tunnel_closed',
    certainty: 'certain',
    summary: [
      en`The upgraded connection lasted ${ms(record.request_duration)} and was ended by ${who}${bytes}.`,
      zh`升级后的连接持续了 ${ms(record.request_duration)}，由${who}结束${bytes}。`,
    ],
    evidence: [
      fact('socket', [en`the tunnel was ended by ${who}${bytes}`, zh`隧道由${who}结束${bytes}`]),
      ...attemptEvidence(record),
    ],
    nextSteps: endedBy === 'gateway' ? [keepAlive] : [],
  }
}

function bytesOf(attempt: Attempt | undefined): Bilingual {
  if (attempt === undefined) return nothingSaid
  const { bytes_sent: sent, bytes_received: got } = attempt
  return [
    `; ${sent} bytes to the backend, ${got} from it`,
    `；发往后端 ${sent} 字节，收到 ${got} 字节`,
  ]
}

const keepAlive: Bilingual = [
  'The gateway ends a tunnel that was silent for timeoutMs.tunnelIdle, or when it stops: send pings, or raise the limit.',
  '隧道静默超过 timeoutMs.tunnelIdle 或网关停止时，网关会结束它：请发送心跳，或调大限制。',
]
