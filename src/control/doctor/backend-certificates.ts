import type { PeerCertificate, TLSSocket } from 'node:tls'
import { catalogueEntry } from '../../diagnosis/catalogue.ts'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import type { BackendHost } from '../../model/release.ts'
import { connect, type ConnectFailed } from '../../network/connect.ts'
import { isLinkLocal } from '../probe-hosts.ts'
import { validityFinding } from './certificate-validity.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, note, problem } = findingsOf('certificates')

/** The certificates that the https hosts of what is served show. Nothing is sent but the handshake. */
export async function checkBackendCertificates(place: ExaminedPlace): Promise<DoctorFinding[]> {
  const hosts = httpsHosts(await place.releases().catch(() => []))
  if (hosts.length === 0) return []
  if (!place.mayProbe) {
    return [
      note('backends_not_probed', [
        `${hosts.length} https backends were not asked for their certificates (--no-probe).`,
        `未检查 ${hosts.length} 个 https 后端的证书（--no-probe）。`,
      ]),
    ]
  }
  const asked = hosts.slice(0, mostHosts)
  const found = await Promise.all(asked.map((host) => shownBy(host, place)))
  const left = hosts.length - asked.length
  if (left === 0) return found
  return [
    ...found,
    note('backends_left_out', [
      `${left} more https backends were not asked.`,
      `还有 ${left} 个 https 后端未检查。`,
    ]),
  ]
}

/** At once; each is one connection. */
const mostHosts = 100
/** For the name, and again for the handshake: both fit into the time of all checks. */
const probeMs = 1_400
const limits = { dns: probeMs, connect: probeMs, connectAttempt: probeMs, tls: probeMs } as const

function httpsHosts(releases: Awaited<ReturnType<ExaminedPlace['releases']>>): BackendHost[] {
  const hosts = releases
    .flatMap(({ backends }) => backends.flatMap((backend) => backend.hosts))
    .filter(({ scheme }) => scheme === 'https')
  const byTarget = new Map(
    hosts.map((host) => [JSON.stringify([host.host, host.port, host.tls]), host]),
  )
  return [...byTarget.values()]
}

async function shownBy(host: BackendHost, { resolver }: ExaminedPlace): Promise<DoctorFinding> {
  const name = `${host.host.includes(':') ? `[${host.host}]` : host.host}:${host.port}`
  if (await isLinkLocal(host.host, resolver, probeMs)) {
    return note('backend_link_local', [
      `${name} is link-local and was not connected to.`,
      `${name} 是链路本地地址，未连接。`,
    ])
  }
  const shown = await handshake(host, resolver)
  if ('failed' in shown) return refused(name, shown.failed)
  const { valid_from: validFrom, valid_to: validTo } = shown.certificate
  if (validTo === undefined) {
    return ok('backend_resumed', [`${name} resumed a session.`, `${name} 恢复了会话。`])
  }
  return validityFinding(
    { validFrom, validTo },
    ['The certificate of a backend', '后端证书'],
    [name, name],
  )
}

type Shown = { readonly failed: ConnectFailed } | { readonly certificate: PeerCertificate }

function handshake(host: BackendHost, resolver: ExaminedPlace['resolver']): Promise<Shown> {
  const receiver = { buffer: Buffer.allocUnsafeSlow(1_024), onBytes: () => true }
  return new Promise((resolve) => {
    connect(resolver, host, limits, receiver, (failed, connected) => {
      if (connected === undefined || failed !== undefined) {
        if (failed !== undefined) resolve({ failed })
        return
      }
      const socket = connected.socket as TLSSocket // the scheme is https
      resolve({ certificate: socket.getPeerCertificate() })
      socket.destroy()
    })
  })
}

function refused(name: string, { key, certificate }: ConnectFailed): DoctorFinding {
  const english = catalogueEntry(key, 'en')
  const chinese = catalogueEntry(key, 'zh')
  const shown = certificate === '' ? '' : ` ${certificate}`
  return problem(
    'backend_tls_failed',
    [
      `${name}: ${english?.title ?? ''} (${key})${shown}`,
      `${name}：${chinese?.title ?? ''}（${key}）${shown}`,
    ],
    [english?.actions[0]?.text ?? '', chinese?.actions[0]?.text ?? ''],
  )
}
