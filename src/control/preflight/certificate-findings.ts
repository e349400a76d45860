import { en, zh } from '../../model/bilingual.ts'
import {
  probeFinding,
  type CertificateShown,
  type ProbeFinding,
  type TlsStep,
} from '../../model/probe-report.ts'
import type { TlsSeen } from '../../network/tls-seen.ts'
import { soonDays } from '../doctor/certificate-validity.ts'
import type { Seen } from './ask-host.ts'
import type { AskedHost } from './asked-host.ts'
import { failureFinding, titleOf } from './catalogue-words.ts'
import { rounded } from './deadline.ts'

/** TLS as one step, and what the certificate comes to. */
export function tlsStep({ question, failed, tls, tlsMs }: Seen): TlsStep[] {
  const { host, address } = question
  if (host.scheme === 'http' || failed?.key.startsWith('tls_') === false) return []
  const place = {
    step: 'tls',
    address: failed?.address || address.address,
    server_name: host.tls.serverName || host.host,
  } as const
  if (tls === undefined) {
    const { key = 'tls_failed', detail = '' } = failed ?? {}
    const none = { version: '', certificate: null, detail }
    return [{ ...place, ok: false, ms: rounded(tlsMs), key, ...none }]
  }
  const isRefused = tls.problemKey !== '' && host.tls.verify
  return [
    {
      ...place,
      ok: !isRefused,
      ms: rounded(tlsMs),
      key: isRefused ? tls.problemKey : '',
      version: tls.version,
      certificate: shownOf(tls),
      detail: tls.cipher,
    },
  ]
}

/** A certificate may hold hundreds of names. */
const mostCharacters = 1_000

function shownOf(tls: TlsSeen): CertificateShown {
  return {
    subject: tls.subject.slice(0, mostCharacters),
    names: tls.names.slice(0, mostCharacters),
    issuer: tls.issuer.slice(0, mostCharacters),
    valid_from: tls.validFrom,
    valid_to: tls.validTo,
    days_left: tls.daysLeft,
    verified: tls.problem === '',
    fault: tls.problem,
  }
}

/** `isConfigured`: callers depend on it; else it is only what https would bring. */
export function certificateFindings(
  asked: AskedHost,
  { tls, question }: Seen,
  isConfigured: boolean,
): ProbeFinding[] {
  if (tls === undefined) return []
  const { verify } = question.host.tls
  if (!verify) return [unverified(asked, tls)]
  if (tls.problemKey !== '') return [refused(asked, tls, tls.problemKey, isConfigured)]
  return tls.daysLeft < soonDays ? [endsSoon(asked, tls)] : []
}

/** In a sentence. */
const mostPartCharacters = 200

function refused(
  { place }: AskedHost,
  tls: TlsSeen,
  key: Exclude<TlsSeen['problemKey'], ''>,
  isConfigured: boolean,
): ProbeFinding {
  const parts = [
    tls.problem,
    `subject ${tls.subject}`,
    ...(tls.names === '' ? [] : [`names ${tls.names}`]),
    `issuer ${tls.issuer}`,
    `until ${dayOf(tls)}`,
  ]
  const facts = parts.map((part) => part.slice(0, mostPartCharacters)).join('; ')
  const finding = failureFinding(place, key, facts)
  return isConfigured ? finding : { ...finding, level: 'warning' }
}

function endsSoon({ place }: AskedHost, tls: TlsSeen): ProbeFinding {
  return probeFinding(
    'warning',
    'certificate_expires_soon',
    [
      en`${place}: the certificate is valid until ${dayOf(tls)} only, for ${tls.daysLeft} days.`,
      zh`${place}：证书有效期只到 ${dayOf(tls)}，还有 ${tls.daysLeft} 天。`,
    ],
    ['Have it renewed, and the server load it.', '请续期，并让服务器重新加载。'],
  )
}

function unverified({ place }: AskedHost, tls: TlsSeen): ProbeFinding {
  if (tls.problemKey === '') {
    return probeFinding(
      'note',
      'verify_not_needed',
      [
        en`${place}: the certificate is not verified (tls.verify: false), although it would be accepted.`,
        zh`${place}：未校验证书（tls.verify: false），而该证书本可以通过校验。`,
      ],
      ['Remove tls.verify: false from the stage.', '从环境中删除 tls.verify: false。'],
    )
  }
  const title = titleOf(tls.problemKey)
  return probeFinding(
    'note',
    'verify_off',
    [
      en`${place}: the certificate is not verified (tls.verify: false); it would be refused: ${title} (${tls.problem}).`,
      zh`${place}：未校验证书（tls.verify: false）；若校验会被拒绝：${title}（${tls.problem}）。`,
    ],
    [
      'Whoever stands in between can read and change what is sent: have the certificate repaired, then verify it.',
      '中间的任何人都能读取并修改所发内容：请修复证书，然后开启校验。',
    ],
  )
}

function dayOf({ validTo }: TlsSeen): string {
  return validTo.slice(0, 10)
}
