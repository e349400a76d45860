import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type {
  CertificateShown,
  HttpStep,
  NameStep,
  ProbeLevel,
  ProbeStep,
  TcpStep,
  TlsStep,
} from '../model/probe-report.ts'

/** One step of a probe in a line: facts, and the key where it failed. */
export function stepText(step: ProbeStep, language: Language): string {
  switch (step.step) {
    case 'dns':
      return nameText(step, language)
    case 'tcp':
      return tcpText(step)
    case 'tls':
      return tlsText(step, language)
    case 'http':
      return httpText(step, language)
  }
}

function nameText(
  { ok, name, addresses, age_ms, key, detail }: NameStep,
  language: Language,
): string {
  if (!ok) return `${name} → ${key} (${detail})`
  const seconds = Math.round(age_ms / 1_000)
  const age: Bilingual =
    age_ms === 0 ? ['', ''] : [` (known for ${seconds} s)`, `（${seconds} 秒前得知）`]
  return `${name} → ${addresses.join(', ')}${chosen(age, language)}`
}

function tcpText({ ok, address, key, errno }: TcpStep): string {
  return ok ? address : `${address} → ${key}${errno === '' ? '' : ` (${errno})`}`
}

function tlsText(step: TlsStep, language: Language): string {
  const { certificate, version, key, detail, server_name } = step
  if (certificate === null) return `${server_name} → ${key}${detail === '' ? '' : ` (${detail})`}`
  const text = `${version}, ${certificateText(certificate, language)}`
  return key === '' ? text : `${text} → ${key}`
}

function certificateText(
  { subject, issuer, days_left, fault }: CertificateShown,
  language: Language,
): string {
  const issued: Bilingual = fault === '' ? [` by ${issuer}`, `（由 ${issuer} 签发）`] : ['', '']
  return chosen(
    [
      `${subject}${issued[0]}, ${days_left} days left`,
      `${subject}${issued[1]}，剩余 ${days_left} 天`,
    ],
    language,
  )
}

function httpText(step: HttpStep, language: Language): string {
  const { asked, url, host, status, software, location, key, detail } = step
  const what =
    asked === 'other_host' ? `Host: ${host}` : asked === 'other_scheme' ? `GET ${url}` : 'GET /'
  if (status === 0) return `${what} → ${key}${detail === '' ? '' : ` (${detail})`}`
  const by = software === '' ? '' : chosen([` by ${software}`, `，${software}`], language)
  const to = location === '' ? '' : ` → ${location}`
  return `${what} → ${status}${by}${to}`
}

export function levelName(level: ProbeLevel, count: number): Bilingual {
  switch (level) {
    case 'ok':
      return [`${count} fine`, `${count} 个正常`]
    case 'note':
      return [`${count} with a note`, `${count} 个有提示`]
    case 'warning':
      return [`${count} with a warning`, `${count} 个有警告`]
    case 'failure':
      return [`${count} failed`, `${count} 个失败`]
  }
}
