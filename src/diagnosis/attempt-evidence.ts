import { joined, quoted, type Bilingual } from '../model/bilingual.ts'
import type { Attempt, EndedBy, FlowRecord } from '../model/flow-record.ts'
import { fact, type FoundEvidence } from './finding.ts'

/** One sentence for each try at the backend: address, how far it got, bytes, times, errno. */
export function attemptEvidence(record: FlowRecord): FoundEvidence[] {
  const total = record.attempts.length
  return record.attempts.map((attempt, index) =>
    fact('socket', attemptSentence(attempt, index + 1, total)),
  )
}

function attemptSentence(attempt: Attempt, number: number, total: number): Bilingual {
  const [english, chinese] = joined(
    [
      placeOf(attempt),
      ...connectionParts(attempt),
      ...exchangeParts(attempt),
      ...failureParts(attempt),
    ],
    ['; ', '；'],
  )
  return total > 1
    ? [
        `attempt ${number} of ${total}: ${english}`,
        `第 ${number} 次尝试（共 ${total} 次）：${chinese}`,
      ]
    : [english, chinese]
}

/** `orders.internal:80 (10.0.0.5:80)`. */
export function placeOf(attempt: Attempt): Bilingual {
  if (attempt.address !== '' && attempt.address !== attempt.endpoint)
    return quoted(`${attempt.endpoint} (${attempt.address})`)
  return attempt.endpoint === '' ? ['the backend', '后端'] : quoted(attempt.endpoint)
}

/** At the beginning of a sentence; in Chinese a blank follows a name, and no word. */
export function placeAsSubject(attempt: Attempt | undefined): Bilingual {
  if (attempt === undefined || attempt.endpoint + attempt.address === '')
    return ['The backend', '后端']
  const [english, chinese] = placeOf(attempt)
  return [english, `${chinese} `]
}

function connectionParts(attempt: Attempt): Bilingual[] {
  const parts: Bilingual[] = []
  if (attempt.local_address !== '')
    parts.push([`from ${attempt.local_address}`, `来自 ${attempt.local_address}`])
  if (attempt.reused) {
    const idle = ms(attempt.idle_ms)
    parts.push(
      attempt.idle_ms >= 0
        ? [`kept connection, idle for ${idle}`, `复用连接，已空闲 ${idle}`]
        : ['kept connection', '复用连接'],
    )
    return parts
  }
  return [
    ...parts,
    ...after(attempt.dns_ms, 'name resolved', '域名解析'),
    ...after(attempt.connect_ms, 'connected', '建立连接'),
    ...after(attempt.tls_ms, 'TLS ready', 'TLS 就绪'),
  ]
}

function exchangeParts(attempt: Attempt): Bilingual[] {
  const parts = after(attempt.sent_ms, 'request sent', '请求发出')
  if (attempt.bytes_sent > 0 || attempt.bytes_received > 0 || attempt.sent_ms >= 0)
    parts.push([
      `${attempt.bytes_sent} bytes out, ${attempt.bytes_received} bytes in`,
      `发出 ${attempt.bytes_sent} 字节，收到 ${attempt.bytes_received} 字节`,
    ])
  parts.push(...after(attempt.first_byte_ms, 'first byte', '收到首字节'))
  if (attempt.status > 0) parts.push([`status ${attempt.status}`, `状态码 ${attempt.status}`])
  if (attempt.failure !== '' && attempt.body_expected >= 0 && attempt.head_ms >= 0)
    parts.push([
      `body ${attempt.body_received} of ${attempt.body_expected} bytes`,
      `响应体 ${attempt.body_received}/${attempt.body_expected} 字节`,
    ])
  return parts
}

/** `connected after 3 ms`; nothing where the step was not reached. */
function after(tookMs: number, english: string, chinese: string): Bilingual[] {
  return tookMs < 0 ? [] : [[`${english} after ${ms(tookMs)}`, `${ms(tookMs)} 后${chinese}`]]
}

function failureParts(attempt: Attempt): Bilingual[] {
  const { failure, errno, tls_alert: alert, certificate, first_bytes: first, detail } = attempt
  if (failure === '') return []
  const end = attempt.end_ms >= 0 ? ms(attempt.end_ms) : ''
  const parts: Bilingual[] = [
    end === ''
      ? [`failed as ${failure}`, `失败：${failure}`]
      : [`failed as ${failure} after ${end}`, `${end} 后失败：${failure}`],
  ]
  if (errno !== '') parts.push(quoted(errno))
  if (alert !== '') parts.push([`TLS alert ${alert}`, `TLS 警报 ${alert}`])
  if (certificate !== '') parts.push([`certificate: ${certificate}`, `证书：${certificate}`])
  if (first !== '') parts.push([`first bytes: ${first}`, `首部字节：${first}`])
  if (attempt.ended_by !== '')
    parts.push([`ended by the ${attempt.ended_by}`, `由${endersInChinese[attempt.ended_by]}结束`])
  if (detail !== '' && detail !== errno) parts.push(quoted(detail))
  return parts
}

export const endersInChinese: Readonly<Record<EndedBy, string>> = {
  '': '',
  client: '调用方',
  backend: '后端',
  gateway: '网关',
}

export function recordOfServiceFor({ request_id: id }: FlowRecord): Bilingual {
  return [`a request record of the service for ${id}`, `服务对请求 ${id} 的访问记录`]
}

/** Milliseconds for people: `0.42 ms`, `38 ms`, `1.5 s`. */
export function ms(duration: number): string {
  if (duration >= 1000) return `${trimmed(duration / 1000, 2)} s`
  return `${trimmed(duration, duration < 10 ? 2 : 0)} ms`
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
