import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { codeOf } from '../../model/reason.ts'
import { checkBackendCertificates } from './backend-certificates.ts'
import type { ExaminedPlace } from './examined-place.ts'
import { validityFinding } from './certificate-validity.ts'

const { ok, note, warning, problem } = findingsOf('certificates')

/** The listener's own certificate, and those that backends show. */
export async function checkCertificates(place: ExaminedPlace): Promise<DoctorFinding[]> {
  const [own, backends] = await Promise.all([
    ownCertificate(place),
    checkBackendCertificates(place),
  ])
  return [...own, ...backends]
}

async function ownCertificate({ settings }: ExaminedPlace): Promise<DoctorFinding[]> {
  const { tlsCertificate: certificateFile, tlsKey: keyFile } = settings
  if (certificateFile === '') {
    return [ok('listener_plain_http', ['The gateway speaks plain http.', '网关使用明文 http。'])]
  }
  const texts = await Promise.all([textOf(certificateFile), textOf(keyFile)])
  const unreadable = texts.flatMap((text) => (typeof text === 'string' ? [] : [text]))
  const [certificate, key] = texts
  if (typeof certificate !== 'string' || typeof key !== 'string') return unreadable
  const pair = pairFinding(certificate, key, certificateFile, keyFile)
  if (pair !== undefined) return [pair]
  return [...chainFindings(certificate, certificateFile), ...(await keyModes(keyFile))]
}

async function textOf(file: string): Promise<string | DoctorFinding> {
  return readFile(file, 'utf8').catch((error: unknown) =>
    problem(
      'tls_file_unreadable',
      [`${file} cannot be read (${codeOf(error)}).`, `无法读取 ${file}（${codeOf(error)}）。`],
      [
        'Correct the path, or let this user read it; the gateway does not start without it.',
        '更正路径，或允许该用户读取；没有它网关无法启动。',
      ],
    ),
  )
}

function pairFinding(
  certificate: string,
  key: string,
  certificateFile: string,
  keyFile: string,
): DoctorFinding | undefined {
  try {
    createSecureContext({ cert: certificate, key })
    return undefined
  } catch (error) {
    return problem(
      'tls_pair_wrong',
      [
        `${certificateFile} and ${keyFile} do not fit together, or are not PEM (${codeOf(error)}).`,
        `${certificateFile} 与 ${keyFile} 不匹配，或不是 PEM（${codeOf(error)}）。`,
      ],
      ['Name the key that the certificate was made for.', '使用生成该证书的私钥。'],
    )
  }
}

function chainFindings(text: string, file: string): DoctorFinding[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  const chain = blocks.map((block) => new X509Certificate(block))
  const [leaf] = chain
  if (leaf === undefined) return []
  return [
    validityFinding(leaf, ['The gateway’s certificate', '网关证书'], [file, file]),
    ...(chain.length > 1 ? [] : [loneCertificate(leaf)]),
  ]
}

function loneCertificate(leaf: X509Certificate): DoctorFinding {
  if (leaf.issuer === leaf.subject) {
    return note('certificate_self_signed', [
      'The certificate of the gateway signed itself: callers trust it only where they were told to.',
      '网关证书是自签名的：只有事先配置信任的调用方会接受。',
    ])
  }
  return warning(
    'chain_missing',
    [
      'The certificate file holds no intermediate certificate: browsers may pass, programs often refuse.',
      '证书文件中没有中间证书：浏览器可能正常，程序常会拒绝。',
    ],
    [
      'Append the certificates of the authorities between yours and the root to the file.',
      '把从你的证书到根证书之间的 CA 证书追加到该文件。',
    ],
  )
}

async function keyModes(file: string): Promise<DoctorFinding[]> {
  const { mode } = await stat(file)
  if ((mode & 0o007) === 0) return []
  return [
    problem(
      'tls_key_open',
      [
        `Everybody on this machine may read the private key ${file}.`,
        `本机任何用户都能读取私钥 ${file}。`,
      ],
      [`chmod o= ${file}`, `chmod o= ${file}`],
    ),
  ]
}
