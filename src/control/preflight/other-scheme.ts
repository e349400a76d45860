import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { probeFinding, type ProbeFinding } from '../../model/probe-report.ts'
import type { BackendHost } from '../../model/release.ts'
import { firstBytesOf } from '../../network/escaped-bytes.ts'
import { addressOf, httpsTarget, isTlsRecord, saysHttpsWanted } from '../probe-finding.ts'
import type { Seen } from './ask-host.ts'
import type { AskedHost } from './asked-host.ts'
import { failureFinding } from './catalogue-words.ts'
import { judge, noAnswerKey } from './judge-answer.ts'

/** http where https is meant, or the reverse: tried only where the configured scheme failed or sent us
 *  to the other one, and always at the addresses that the host has. */
export interface OtherScheme {
  readonly host: BackendHost
  readonly why: 'tls_failed' | 'https_wanted' | 'no_answer' | 'redirect'
}

export function otherScheme({ host }: AskedHost, seen: Seen): OtherScheme | undefined {
  const { failed, text } = seen
  if (host.scheme === 'https') {
    const isTls = failed?.key.startsWith('tls_') === true
    return isTls ? { host: { ...host, scheme: 'http' }, why: 'tls_failed' } : undefined
  }
  if (failed !== undefined) return undefined
  const secure: BackendHost = { ...host, scheme: 'https' }
  if (isTlsRecord(text) || saysHttpsWanted(text)) return { host: secure, why: 'https_wanted' }
  if (text === '') return { host: secure, why: 'no_answer' }
  const target = httpsTarget(host, text)
  if (target === undefined) return undefined
  return { host: { ...secure, port: Number(target.port) || 443 }, why: 'redirect' }
}

/** `seen` is the configured scheme, `other` what the other one gave. */
export function schemeFinding(
  asked: AskedHost,
  seen: Seen,
  other: Seen,
  { host, why }: OtherScheme,
): ProbeFinding {
  switch (why) {
    case 'tls_failed':
      return tlsFailed(asked, seen, other)
    case 'redirect':
      return redirected(asked, seen, other, host)
    case 'https_wanted':
      return onlyHttps(asked, host)
    case 'no_answer':
      return other.failed === undefined ? onlyHttps(asked, host) : noAnswer(asked, seen)
  }
}

function tlsFailed(asked: AskedHost, { failed }: Seen, other: Seen): ProbeFinding {
  const { key = 'tls_failed', detail = '' } = failed ?? {}
  if (key !== 'tls_plain_http' && judge(other) === undefined) {
    return failureFinding(asked.place, key, detail)
  }
  return probeFinding(
    'failure',
    'tls_plain_http',
    [
      en`${asked.place} is configured as https, but the host only speaks http.`,
      zh`${asked.place}配置为 https，但该主机只提供 http。`,
    ],
    [
      `Write ${addressOf(other.question.host)} in the stage, or the port of its TLS.`,
      `在环境中写 ${addressOf(other.question.host)}，或写它提供 TLS 的端口。`,
    ],
  )
}

function onlyHttps({ place }: AskedHost, host: BackendHost): ProbeFinding {
  return probeFinding(
    'failure',
    'https_wanted',
    [
      en`${place} is configured as http, but the host only speaks https.`,
      zh`${place}配置为 http，但该主机只提供 https。`,
    ],
    writeHttps(host),
  )
}

function redirected(asked: AskedHost, seen: Seen, other: Seen, host: BackendHost): ProbeFinding {
  const { place } = asked
  const location = judge(seen)?.location ?? ''
  const isOfAll = URL.parse(location)?.pathname === '/' // another path may be the root's alone
  return probeFinding(
    isOfAll ? 'failure' : 'warning',
    'https_redirect',
    [
      en`${place} is configured as http, but the host redirects to https (${location}): callers would be sent past the gateway.`,
      zh`${place}配置为 http，但该主机跳转到 https（${location}）：调用方会被带离网关。`,
    ],
    other.failed === undefined ? writeHttps(host) : notYet(host, other.failed.key),
  )
}

function writeHttps(host: BackendHost): Bilingual {
  return [`Write ${addressOf(host)} in the stage.`, `在环境中写 ${addressOf(host)}。`]
}

function notYet(host: BackendHost, key: string): Bilingual {
  return [
    `Write ${addressOf(host)} in the stage once it works: it does not from here (${key}). Ask its owner for the address of its TLS.`,
    `待 ${addressOf(host)} 可用后写入环境：目前从本机无法连接（${key}）。请向其负责人询问 TLS 的地址。`,
  ]
}

/** Of a host that took the connection. Other paths may be faster than the root, so silence is no failure. */
export function noAnswer(asked: AskedHost, seen: Seen): ProbeFinding {
  if (seen.ended !== 'silent' || seen.text !== '') {
    return failureFinding(asked.place, noAnswerKey(seen), firstBytesOf(seen.text))
  }
  return probeFinding(
    'warning',
    'no_answer',
    [
      en`${asked.place} takes connections, but said nothing to GET / for ${Math.round(seen.answerMs / 100) / 10} s.`,
      zh`${asked.place}接受连接，但 ${Math.round(seen.answerMs / 100) / 10} 秒内没有应答 GET /。`,
    ],
    [
      'Ask there whether the process is overloaded or hangs, and whether the port speaks HTTP at all.',
      '请检查该进程是否过载或挂起，以及该端口是否提供 HTTP。',
    ],
  )
}
