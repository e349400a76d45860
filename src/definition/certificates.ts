import { X509Certificate } from 'node:crypto'
import { readNamedFile, type ReadFile } from './named-file.ts'

/** Certificates of backends' own authorities: given as text or as the name of a file. */
type ReadCertificates =
  | { readonly ok: true; readonly pem: string }
  | { readonly ok: false; readonly message: string; readonly suggestion: string }

export type CertificateReader = (text: string) => ReadCertificates

const certificateBlock = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** `readFile` undefined: only text is taken. */
export function certificateReader(file: string, readFile: ReadFile | undefined): CertificateReader {
  const known = new Map<string, ReadCertificates>()
  return (text) => {
    const earlier = known.get(text)
    if (earlier !== undefined) return earlier
    const read = text.includes('-----BEGIN') ? checked(text) : fromFile(text, file, readFile)
    known.set(text, read)
    return read
  }
}

function fromFile(path: string, from: string, readFile: ReadFile | undefined): ReadCertificates {
  const read = readNamedFile(path, from, readFile, 'write the PEM text')
  return read.ok ? checked(read.text) : read
}

function checked(text: string): ReadCertificates {
  if (text.includes('PRIVATE KEY-----')) {
    const message = 'holds a private key, which has no place here'
    return { ok: false, message, suggestion: 'Give the certificates only.' }
  }
  const blocks = text.match(certificateBlock) ?? []
  if (blocks.length === 0)
    return { ok: false, message: 'holds no certificate (PEM)', suggestion: '' }
  for (const [index, block] of blocks.entries()) {
    try {
      void new X509Certificate(block)
    } catch {
      return { ok: false, message: `certificate ${index + 1} cannot be read`, suggestion: '' }
    }
  }
  return { ok: true, pem: `${blocks.join('\n')}\n` }
}
