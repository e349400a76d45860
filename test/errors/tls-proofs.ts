import { readFileSync } from 'node:fs'
import {
  script,
  scriptedBackend,
  type ScriptedBackendOptions,
  type Script,
} from '../scripted-backend.ts'
import type { Proof } from './proof.ts'

/** Backends with which no TLS connection can be made. */
const certificates = new URL('../certificates/', import.meta.url)
const pem = (file: string): string => readFileSync(new URL(file, certificates), 'utf8')

interface Sketch {
  readonly key: Proof['key']
  readonly how: string
  /** Base name of certificate and key. */
  readonly certificate?: string
  readonly trusted?: boolean
  readonly backend?: Script
}

const sketches: readonly Sketch[] = [
  { key: 'tls_certificate_expired', how: 'an expired certificate', certificate: 'expired' },
  {
    key: 'tls_certificate_wrong_host',
    how: 'a certificate for another name',
    certificate: 'wrong-host',
  },
  {
    key: 'tls_certificate_untrusted',
    how: 'a certificate that signed itself',
    certificate: 'self-signed',
    trusted: false,
  },
  {
    key: 'tls_plain_http',
    how: 'a plain HTTP server on the https port',
    backend: script.send('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n').end(),
  },
  {
    key: 'tls_alert',
    how: 'answers the ClientHello with the alert handshake_failure',
    backend: script.wait(20).send('\x15\x03\x03\x00\x02\x02\x28').end(),
  },
  { key: 'tls_closed', how: 'closes after the ClientHello', backend: script.wait(20).end() },
  { key: 'tls_timeout', how: 'never answers the ClientHello', backend: script.stall() },
  {
    key: 'tls_failed',
    how: 'answers the ClientHello with something that is neither TLS nor HTTP',
    backend: script.send('220 mail.example.com ESMTP\r\n').stall(),
  },
]

export const tlsProofs: readonly Proof[] = sketches.map(
  ({ key, how, certificate, trusted = true, backend = script.readRequest().respond(200) }) => ({
    key,
    means: certificate === undefined ? 'scripted peer' : 'real program',
    how,
    prepare: async (lab) => {
      const options: ScriptedBackendOptions =
        certificate === undefined
          ? {}
          : { tls: { cert: pem(`${certificate}.pem`), key: pem(`${certificate}.key.pem`) } }
      const { port } = await scriptedBackend(lab.owner, backend, options)
      const tls = trusted ? { tls: { ca: pem('authority.pem') } } : {}
      lab.resource(key, {
        hosts: [{ url: `https://localhost:${port}`, ...tls }],
        retries: 0,
        timeoutMs: { tls: 500 },
      })
    },
    provoke: (lab) => lab.refused({ path: `/${key}` }),
  }),
)
