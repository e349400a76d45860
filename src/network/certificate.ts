import type { PeerCertificate } from 'node:tls'
import { escapedText } from './escaped-bytes.ts'
import type { TlsFailed } from './tls-handshake.ts'

/** Why a certificate was refused, from OpenSSL's verification code (or Node's for the name). */
export function certificateFailure(
  reason: string,
  certificate: PeerCertificate,
): Pick<TlsFailed, 'key' | 'facts' | 'detail'> {
  const words = reasons[reason] ?? reason
  switch (reason) {
    case 'CERT_HAS_EXPIRED': {
      const isLeaf = Date.parse(certificate.valid_to) < Date.now()
      const detail = isLeaf ? words : 'another certificate of the chain has expired'
      return { key: 'tls_certificate_expired', facts: {}, detail }
    }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return { key: 'tls_certificate_wrong_host', facts: {}, detail: words }
    case 'CERT_NOT_YET_VALID':
      return { key: 'tls_failed', facts: { reason: words }, detail: words }
    default:
      return { key: 'tls_certificate_untrusted', facts: {}, detail: words }
  }
}

/** One bounded line: names, validity, issuer. Written by a peer, so escaped. */
export function describeCertificate(certificate: ShownFields): string {
  const { subject, subjectaltname, valid_from: from, valid_to: to, issuer } = certificate
  const parts = [
    `subject ${nameOf(subject)}`,
    `names ${subjectaltname ?? 'none'}`,
    `valid ${from ?? '?'} to ${to ?? '?'}`,
    `issuer ${nameOf(issuer)}`,
  ]
  return parts.map((part) => escapedText(part, mostPartCharacters)).join('; ')
}

type ShownFields = Partial<
  Pick<PeerCertificate, 'subject' | 'subjectaltname' | 'valid_from' | 'valid_to' | 'issuer'>
>

const mostPartCharacters = 240

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  if (name === undefined) return 'none'
  const pairs = Object.entries(name).map(([field, value]) => `${field}=${String(value)}`)
  return pairs.length === 0 ? 'none' : pairs.join(', ')
}

const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for other names',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain ends in an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issuer unknown: the peer sent no chain to a trusted authority',
  UNABLE_TO_GET_ISSUER_CERT: 'issuer of a certificate in the chain is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issuer of a certificate in the chain is unknown',
  CERT_REVOKED: 'certificate is revoked',
  CERT_UNTRUSTED: 'certificate is not trusted for this use',
  INVALID_PURPOSE: 'certificate is not meant for servers',
}
