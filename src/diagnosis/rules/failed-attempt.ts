import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import { connectErrors } from '../../model/errors/connect-errors.ts'
import { responseErrors } from '../../model/errors/response-errors.ts'
import { tlsErrors } from '../../model/errors/tls-errors.ts'
import type { Attempt, FlowRecord } from '../../model/flow-record.ts'
import { attemptEvidence, ms, placeOf, recordOfServiceFor } from '../attempt-evidence.ts'
import { remedyOf, titleOf } from '../catalogue/key-texts.ts'
import { fact, type FoundEvidence, type RecordRule } from '../finding.ts'
import { withoutPort } from '../received-response.ts'
import { withFacts } from './refused-request.ts'

/** The backend was tried and gave no complete answer: our own sockets saw where it stopped, so it is
 *  certain. The gateway wrote what the caller got. */
export const failedAttempt: RecordRule = (record) => {
  const key = record.error_key
  const attempt = record.attempts.at(-1)
  if (!isErrorKey(key) || !isOfAttempt(key) || attempt === undefined) return undefined
  if (record.answered_by === 'backend') return undefined
  const summary = summaryOf(key, record, attempt)
  const tried = triedText(record)
  return {
    key,
    certainty: 'certain',
    summary: [en`${summary}${tried}`, zh`${summary}${tried}`],
    evidence: [refusal(record), ...attemptEvidence(record)],
    nextSteps: [remedyOf(key), ...(furtherSteps[key]?.(attempt) ?? [])],
    wouldConfirm: errorEntry(key).fault === 'service' ? [recordOfServiceFor(record)] : [],
  }
}

/** Errors of the way to the backend and of its answer; all others are decisions of ours, even where an
 *  attempt was under way. */
function isOfAttempt(key: string): boolean {
  return [connectErrors, tlsErrors, responseErrors].some((group) => Object.hasOwn(group, key))
}

function refusal(record: FlowRecord): FoundEvidence {
  const { code, code_name: name, error_key: key, error_facts: facts } = record
  return fact(
    'gateway',
    withFacts(
      [`the gateway answered ${code} ${name} (${key})`, `网关应答 ${code} ${name}（${key}）`],
      facts,
    ),
  )
}

function triedText({ attempts }: FlowRecord): Bilingual {
  const count = attempts.length
  return count > 1
    ? [` ${count} attempts were made; all failed.`, `共尝试 ${count} 次，全部失败。`]
    : nothingSaid
}

/** What happened, with the address, the time and the bytes. */
function summaryOf(key: ErrorKey, record: FlowRecord, attempt: Attempt): Bilingual {
  const waited = attempt.end_ms >= 0 ? ms(attempt.end_ms) : ms(record.backend_duration)
  return (summaries[key] ?? atPlace)(placeOf(attempt), waited, attempt, titleOf(key))
}

type Summary = (place: Bilingual, waited: string, attempt: Attempt, title: Bilingual) => Bilingual

const atPlace: Summary = (place, waited, _attempt, title) => [
  en`${title} ${place}, after ${waited}.`,
  zh`${title}${place}，${waited} 后。`,
]

const noName: Summary = (_place, _waited, { endpoint }, title) => [
  en`${title} Asked for: ${hostOf(endpoint)}. The request was not sent.`,
  zh`${title}查询的域名：${hostOf(endpoint)}。请求未发出。`,
]

const noConnection: Summary = (place, waited, _attempt, title) => [
  en`${title} ${place}, after ${waited}. The request was not sent.`,
  zh`${title}${place}，${waited} 后。请求未发出。`,
]

const noByte: Summary = (place, waited, { bytes_sent: sent }) => [
  en`${place} took the request (${sent} bytes) and ended the connection after ${waited} without a byte of answer.`,
  zh`${place} 收下了请求（${sent} 字节），${waited} 后结束了连接，没有应答任何字节。`,
]

const partOfHead: Summary = (place, _waited, { bytes_received: received }, title) => [
  en`${title} ${place}, ${received} bytes received.`,
  zh`${title}${place}，收到 ${received} 字节。`,
]

const summaries: Partial<Record<ErrorKey, Summary>> = {
  dns_not_found: noName,
  dns_no_address: noName,
  dns_failed: noName,
  dns_timeout: noName,
  backend_refused: (place) => [
    en`${place} refused the connection; the request was not sent.`,
    zh`${place} 拒绝了连接，请求未发出。`,
  ],
  backend_unreachable: noConnection,
  backend_connect_timeout: noConnection,
  backend_connect_reset: noConnection,
  backend_closed_early: noByte,
  backend_reset: noByte,
  keepalive_race: (place, _waited, { idle_ms: idleMs }, title) => {
    const idle = ms(Math.max(idleMs, 0))
    return [en`${title} ${place}, idle for ${idle}.`, zh`${title}${place}，已空闲 ${idle}。`]
  },
  backend_first_byte_timeout: (place, waited, { bytes_sent: sent }) => [
    en`${place} took the request (${sent} bytes) and stayed silent; the gateway stopped waiting after ${waited}.`,
    zh`${place} 收下了请求（${sent} 字节）但一直没有应答，网关等待 ${waited} 后放弃。`,
  ],
  backend_head_incomplete: partOfHead,
  backend_head_timeout: partOfHead,
}

type Steps = (attempt: Attempt) => readonly Bilingual[]

const checkName: Steps = ({ endpoint }) => [
  [
    `Name asked for: ${hostOf(endpoint)}. Check it for a typing mistake first.`,
    `查询的域名：${hostOf(endpoint)}。先检查是否写错。`,
  ],
]

const allowUs: Steps = ({ local_address: from, address }) =>
  from === ''
    ? []
    : [
        [
          `Allow connections from ${withoutPort(from)} to ${address}.`,
          `放行从 ${withoutPort(from)} 到 ${address} 的连接。`,
        ],
      ]

const showCertificate: Steps = ({ certificate }) =>
  certificate === '' ? [] : [[`Certificate shown: ${certificate}.`, `出示的证书：${certificate}。`]]

const furtherSteps: Partial<Record<ErrorKey, Steps>> = {
  dns_not_found: checkName,
  dns_no_address: checkName,
  backend_refused: ({ address, endpoint }) => {
    const port = portOf(address || endpoint)
    return [
      [
        `On the backend's machine, see what listens on port ${port}.`,
        `在后端机器上查看端口 ${port} 由什么程序监听。`,
      ],
    ]
  },
  backend_connect_timeout: allowUs,
  backend_unreachable: allowUs,
  tls_certificate_expired: showCertificate,
  tls_certificate_wrong_host: showCertificate,
  tls_certificate_untrusted: showCertificate,
  tls_plain_http: ({ endpoint }) => [writeScheme(endpoint, 'http', 'https')],
  backend_speaks_tls: ({ endpoint }) => [writeScheme(endpoint, 'https', 'http')],
  backend_not_http: ({ first_bytes: bytes }) =>
    bytes === '' ? [] : [[`What came instead: ${bytes}`, `实际收到的内容：${bytes}`]],
}

function writeScheme(endpoint: string, right: string, wrong: string): Bilingual {
  return [
    `In the stage, write ${right}://${endpoint} instead of ${wrong}://.`,
    `在环境中写 ${right}://${endpoint}，而不是 ${wrong}://。`,
  ]
}

function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '')
}

function portOf(address: string): string {
  return /:(\d+)$/.exec(address)?.[1] ?? '?'
}
