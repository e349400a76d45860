import { TLSSocket } from 'node:tls'
import type { Socket } from 'node:net'
import type { ErrorKey } from '../model/error-table.ts'
import { certificateFailure } from './certificate.ts'

/** TLS as it was agreed on, and the certificate that was shown. */
export interface TlsSeen {
  readonly version: string
  readonly cipher: string
  /** The certificate was checked and is good. */
  readonly isVerified: boolean
  /** What the check would have said where it was left out (`-k`), else ''. */
  readonly problem: string
  /** The error that callers would get for it, else ''. */
  readonly problemKey: ErrorKey | ''
  readonly subject: string
  readonly issuer: string
  readonly names: string
  /** ISO 8601, '' where the certificate does not say. */
  readonly validFrom: string
  readonly validTo: string
  /** Until the certificate expires; negative where it has. */
  readonly daysLeft: number
}

/** Fewer days than this are worth a warning: automatic renewals happen 30 days before the end, so one
 *  that is still due after two weeks has failed. */
export const fewDays = 16

export function tlsSeen(socket: Socket, isVerified: boolean, nowMs: number): TlsSeen | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const certificate = socket.getPeerCertificate()
  const { subject, issuer, subjectaltname: names = '' } = certificate
  const endMs = Date.parse(certificate.valid_to)
  const isDoubtful = !isVerified && !socket.authorized
  // typed as an Error, but a code string since Node 0.11
  const reason = String(socket.authorizationError)
  const failure = isDoubtful ? certificateFailure(reason, certificate) : undefined
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    isVerified,
    problem: failure?.detail ?? '',
    problemKey: failure?.key ?? '',
    subject: commonName(subject),
    issuer: commonName(issuer),
    names,
    validFrom: isoText(Date.parse(certificate.valid_from)),
    validTo: isoText(endMs),
    daysLeft: Number.isNaN(endMs) ? 0 : Math.floor((endMs - nowMs) / 86_400_000),
  }
}

function commonName(name: unknown): string {
  if (typeof name !== 'object' || name === null) return ''
  const pairs = Object.entries(name).map(([field, value]) => `${field}=${String(value)}`)
  return pairs.find((pair) => pair.startsWith('CN=')) ?? pairs.join(', ')
}

function isoText(timeMs: number): string {
  return Number.isNaN(timeMs) ? '' : new Date(timeMs).toISOString()
}
