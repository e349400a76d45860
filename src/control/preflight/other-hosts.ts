import { isIP } from 'node:net'
import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { probeFinding, type ProbeFinding } from '../../model/probe-report.ts'
import type { Seen } from './ask-host.ts'
import type { AskedHost } from './asked-host.ts'
import { judge, type Judged } from './judge-answer.ts'

/** A host that does not know the Host field it is sent: which of the names at hand does it take? */
const hostKeys: ReadonlySet<string> = new Set([
  'service_host_refused',
  'access_layer_unknown_host',
  'access_layer_not_found',
])

export function isAboutHost({ key }: Judged): boolean {
  return hostKeys.has(key)
}

/** Names tried at most. */
const mostNames = 5

const usualPorts = { http: 80, https: 443 } as const

/** The name of the URL, with its port and without; of the Host that is configured; of TLS; and those
 *  that the certificate is for. */
export function otherNames({ host }: AskedHost, { question, tls }: Seen): readonly string[] {
  const name = isIP(host.host) === 6 ? `[${host.host}]` : host.host
  const certified = [...(tls?.names ?? '').matchAll(/DNS:([a-z\d.-]{1,253})(?![^,])/gi)].map(
    ([, found = '']) => found,
  )
  const names = [
    ...(host.port === usualPorts[host.scheme] ? [] : [`${name}:${host.port}`]),
    name,
    host.hostHeader.replace(/:\d+$/, ''),
    host.tls.serverName,
    ...certified,
  ]
  const others = new Set(names.filter((each) => each !== '' && each !== question.hostHeader))
  return [...others].slice(0, mostNames)
}

/** `tried` are the answers to the other names. */
export function hostFinding(
  asked: AskedHost,
  judged: Judged,
  tried: readonly Seen[],
): ProbeFinding {
  const accepted = tried.filter((seen) => isTaken(seen, judged))
  const [best] = accepted.map(({ question }) => question.hostHeader)
  const isRefused = judged.key === 'service_host_refused'
  if (best === undefined && judged.key === 'access_layer_not_found')
    return rootMissing(asked, judged)
  return probeFinding(
    isRefused ? 'failure' : 'warning',
    judged.key,
    [en`${asked.place}: ${judged.summary[0]}`, zh`${asked.place}：${judged.summary[1]}`],
    best === undefined ? noneTaken(judged, tried) : takes(best),
  )
}

function isTaken(seen: Seen, before: Judged): boolean {
  const judged = judge(seen)
  if (judged === undefined || isAboutHost(judged)) return false
  return judged.status < 500 && judged.status !== before.status
}

function takes(name: string): Bilingual {
  return [
    `It answers to Host: ${name}: set hostHeader: ${name} at this host in the stage.`,
    `它接受 Host: ${name}：请在环境中为该主机设置 hostHeader: ${name}。`,
  ]
}

function noneTaken(judged: Judged, tried: readonly Seen[]): Bilingual {
  const names = tried.map(({ question }) => question.hostHeader).join(', ')
  const [english, chinese] = judged.advice ?? ['', '']
  if (names === '') return [english, chinese]
  return [`${english} Nor does it take ${names}.`, `${chinese}它也不接受 ${names}。`]
}

/** The root need not mean anything, so this alone says little. */
function rootMissing({ place }: AskedHost, { status, software }: Judged): ProbeFinding {
  const name = software === '' ? '' : `${software}, `
  return probeFinding(
    'note',
    'access_layer_not_found',
    [
      en`${place} answers GET / with ${status}, written by the access layer (${name}not by the service).`,
      zh`${place}对 GET / 返回 ${status}，由接入层（${name}而非服务）应答。`,
    ],
    [
      'Where / means nothing there, all is well; else compare Host and path with what the access layer is configured for.',
      '如果 / 在那里没有意义，则一切正常；否则请将域名与路径同接入层的配置核对。',
    ],
  )
}
