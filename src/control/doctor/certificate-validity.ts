import type { X509Certificate } from 'node:crypto'
import type { Bilingual } from '../../model/bilingual.ts'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'

const { ok, warning, problem } = findingsOf('certificates')

const dayMs = 86_400_000
/** Certificates of 90 days are renewed 30 days before their end, as ACME clients do. */
export const soonDays = 21

/** One sentence about the dates of a certificate; `place` is the file or host it is from. */
export function validityFinding(
  certificate: Pick<X509Certificate, 'validFrom' | 'validTo'>,
  what: Bilingual,
  place: Bilingual,
  nowMs: number = Date.now(),
): DoctorFinding {
  const fromMs = Date.parse(certificate.validFrom)
  const toMs = Date.parse(certificate.validTo)
  const days = Math.floor((toMs - nowMs) / dayMs)
  const until = new Date(toMs).toISOString().slice(0, 10)
  const renew = ['Renew it and have it loaded.', '续期并重新加载。'] as const
  if (toMs <= nowMs) {
    return problem(
      'certificate_expired',
      [
        `${what[0]} (${place[0]}) has expired on ${until}.`,
        `${what[1]}（${place[1]}）已于 ${until} 过期。`,
      ],
      renew,
    )
  }
  if (fromMs > nowMs) {
    const from = new Date(fromMs).toISOString().slice(0, 10)
    return problem(
      'certificate_not_yet_valid',
      [
        `${what[0]} (${place[0]}) is valid from ${from} only.`,
        `${what[1]}（${place[1]}）要到 ${from} 才生效。`,
      ],
      ['Check the clock of this machine, then the certificate.', '先检查本机时钟，再检查证书。'],
    )
  }
  const sentence: Bilingual = [
    `${what[0]} (${place[0]}) is valid until ${until}, for ${days} days.`,
    `${what[1]}（${place[1]}）有效期至 ${until}，还有 ${days} 天。`,
  ]
  if (days < soonDays) return warning('certificate_expires_soon', sentence, renew)
  return ok('certificate_valid', sentence)
}
