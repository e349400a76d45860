import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type ResponseRule, type Sighting } from '../finding.ts'
import { headerOf } from '../received-response.ts'
import { received, serviceName } from '../sighting-words.ts'

/** A redirect to an address that only the network of the service knows, or only its own machine: services
 *  build it from the Host that they see behind a gateway. Nothing is said where the caller may be there too. */
export const privateRedirect: ResponseRule = (sighting) => {
  const { status } = sighting.response
  const location = headerOf(sighting.response, 'location')
  if (status < 301 || status > 308 || !URL.canParse(location)) return undefined
  const target = new URL(location)
  const reach = reachOf(target.hostname)
  if (reach === 'anywhere' || isOutside(sighting, reach) !== true) return undefined
  const name = serviceName(sighting)
  const where = words[reach]
  return {
    key: 'redirect_to_private_address',
    responder: sighting.writer.layer ?? 'backend',
    certainty: reach === 'machine' ? 'likely' : 'possible',
    summary: [
      en`${name} sends the caller to ${target.origin}, ${where}: the caller cannot get there.`,
      zh`${name}把调用方引向 ${target.origin}，${where}：调用方无法到达。`,
    ],
    evidence: [
      received(sighting),
      fact('response', [
        en`Location: ${target.origin}${target.pathname}, ${where}`,
        zh`Location: ${target.origin}${target.pathname}，${where}`,
      ]),
      ...sighting.writer.evidence,
    ],
    nextSteps: [
      [
        'Let the service write a relative Location, or its public address (most frameworks take it from X-Forwarded-Host when told to trust it).',
        '让服务写相对的 Location，或写它的公开地址（多数框架可配置为信任 X-Forwarded-Host）。',
      ],
    ],
    software: sighting.writer.software,
  }
}

type Reach = 'machine' | 'network' | 'anywhere'

const words: Readonly<Record<Exclude<Reach, 'anywhere'>, Bilingual>> = {
  machine: ['an address of its own machine', '这是它自己机器的地址'],
  network: ['an address of its own network', '这是它内部网络的地址'],
}

/** Loopback; RFC 1918, RFC 3927, RFC 4193; names without a dot, and those kept for inner networks (RFC 6762
 *  `.local`, ICANN's `.internal`, Kubernetes). */
function reachOf(host: string): Reach {
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host)) return 'machine'
  const isPrivate =
    /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host) ||
    /^\[f[cd][\da-f]{2}:/.test(host) ||
    /^[\w-]+$|\.(?:local|internal|svc|cluster\.local)$/.test(host)
  return isPrivate ? 'network' : 'anywhere'
}

/** Whether the caller stands where the address leads nowhere; undefined: not known. */
function isOutside({ request }: Sighting, reach: Reach): boolean | undefined {
  const known = request.callerAddress ?? ''
  const callers = known.includes(':') ? `[${known}]` : known
  // through no gateway, what was asked for tells where the caller stands
  const host = callers === '' && request.via !== 'record' ? hostOf(request.host) : callers
  if (host === '') return undefined
  const own = reachOf(host)
  return reach === 'machine' ? own !== 'machine' : own === 'anywhere'
}

function hostOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}
