import { ms } from '../diagnosis/attempt-evidence.ts'
import { fact, type FoundEvidence } from '../diagnosis/finding.ts'
import { en, nothingSaid, quoted, zh, type Bilingual } from '../model/bilingual.ts'
import type { GatewaySeen } from './call-gateway.ts'
import { timelineOf } from './call-timeline.ts'
import type { ExchangeFailure, ExchangeSeen } from './exchange-seen.ts'

/** What the socket and the answer of one exchange prove, as evidence. */

/** The exchange in one sentence. */
export function socketFact(seen: ExchangeSeen): FoundEvidence {
  const { address, localAddress, answer, bytesReceived } = seen
  const timeline = timelineOf(timedExchange(seen))
  const steps = (['dns', 'tcp', 'tls', 'send', 'wait', 'body'] as const).flatMap((phase) => {
    const took = timeline[`${phase}_ms`]
    return took < 0 ? [] : [`${phase} ${ms(took)}`]
  })
  const from: Bilingual =
    localAddress === '' ? nothingSaid : [` from ${localAddress}`, `（来自 ${localAddress}）`]
  const came: Bilingual =
    answer === undefined
      ? [`${bytesReceived} bytes received`, `收到 ${bytesReceived} 字节`]
      : [`status ${answer.status}`, `状态码 ${answer.status}`]
  const where: Bilingual =
    address === '' ? ['no connection', '没有连接'] : [en`${address}${from}`, zh`${address}${from}`]
  const took = steps.join(', ')
  return fact('socket', [en`${where}; ${took}; ${came}`, zh`${where}；${took}；${came}`])
}

export function failureFacts(seen: ExchangeSeen, failure: ExchangeFailure): FoundEvidence[] {
  const { detail, certificate, firstBytes } = failure
  const facts: Bilingual[] = []
  if (detail !== '' && seen.address === '')
    facts.push([`name servers said: ${detail}`, `域名服务器答复：${detail}`])
  for (const { address, outcome, reason, errno } of seen.addresses)
    if (outcome === 'failed')
      facts.push(quoted(`${address}: ${reason}${errno === '' ? '' : ` (${errno})`}`))
  if (certificate !== '') facts.push([`certificate: ${certificate}`, `证书：${certificate}`])
  if (firstBytes !== '') facts.push([`first bytes: ${firstBytes}`, `首部字节：${firstBytes}`])
  return facts.map((statement) => fact('socket', statement))
}

export function gatewayFacts(gateway: GatewaySeen | undefined): FoundEvidence[] {
  return gateway === undefined ? [] : [gatewayFact(gateway)]
}

function gatewayFact({ role, name, requestId }: GatewaySeen): FoundEvidence {
  const who: Bilingual =
    name === '' ? ['a gateway', '网关'] : [`the gateway ${name}`, `网关 ${name} `]
  const id: Bilingual =
    requestId === '' ? nothingSaid : [`, request id ${requestId}`, `，请求 ID ${requestId}`]
  switch (role) {
    case 'answered':
      return fact('response', [
        en`${who} wrote this answer itself${id}`,
        zh`${who}自己写出了此应答${id}`,
      ])
    case 'passed':
      return fact('response', [
        en`${who} passed on the answer of its backend${id}`,
        zh`${who}转发了后端的应答${id}`,
      ])
    case 'unclear':
      return fact('response', [en`a gateway took part${id}`, zh`有网关参与${id}`], 'medium')
  }
}

/** Who answered over TLS is only known where the certificate was checked. */
export function uncheckedFacts({ tls }: ExchangeSeen): FoundEvidence[] {
  if (tls === undefined || tls.isVerified) return []
  const problem: Bilingual =
    tls.problem === '' ? ['it would have passed', '检查本会通过'] : quoted(tls.problem)
  return [
    fact(
      'socket',
      [
        en`the certificate was not checked (--insecure): ${problem}`,
        zh`没有检查证书（--insecure）：${problem}`,
      ],
      'medium',
    ),
  ]
}

export function timedExchange({ request, times, failure }: ExchangeSeen): {
  readonly times: ExchangeSeen['times']
  readonly needsName: boolean
  readonly isSecure: boolean
  readonly hasFailed: boolean
} {
  return {
    times,
    needsName: !/^(\[.*\]|\d+\.\d+\.\d+\.\d+)$/.test(request.url.hostname),
    isSecure: request.url.protocol === 'https:',
    hasFailed: failure !== undefined,
  }
}
