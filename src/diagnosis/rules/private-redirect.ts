import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { received } from '../sighting-words.ts'
import { isLogin, redirectTarget, redirectWriter } from './redirects.ts'

/** A redirect to an address that only the machine of the service knows, or only its network: it is built from
 *  the Host that arrives behind a gateway or proxy. Nothing is said where the caller may be there too. */
export const privateRedirect: ResponseRule = (sighting) => {
  const target = redirectTarget(sighting)
  if (target === undefined || isMeant(target)) return undefined
  const reach = reachOf(target.hostname)
  if (reach === 'anywhere' || !isElsewhere(sighting, reach)) return undefined
  const { writer } = sighting
  return {
    key: 'redirect_to_private_address',
    responder: writer.layer ?? 'backend',
    ...(writer.layer === 'access_layer' ? { fault: 'access_layer' } : {}),
    certainty: reach === 'machine' && isOfBackend(sighting, target) ? 'likely' : 'possible',
    summary: summaryOf(sighting, target, reach),
    evidence: [
      received(sighting),
      fact('response', [
        en`Location: ${target.origin}${target.pathname}, ${words[reach]}`,
        zh`Location: ${target.origin}${target.pathname}，${words[reach]}`,
      ]),
      ...writer.evidence,
    ],
    nextSteps: [writer.layer === 'access_layer' ? setAccessLayer : setService],
    software: writer.software,
  }
}

function summaryOf(
  sighting: Sighting,
  { origin }: URL,
  reach: Exclude<Reach, 'anywhere'>,
): Finding['summary'] {
  const name = redirectWriter(sighting)
  const where = words[reach]
  return reach === 'machine'
    ? [
        en`${name} sends the caller to ${origin}, ${where}: the caller will not find it there.`,
        zh`${name}把调用方引向 ${origin}，${where}：调用方在那里找不到它。`,
      ]
    : [
        en`${name} sends the caller to ${origin}, ${where}: the caller may not reach it.`,
        zh`${name}把调用方引向 ${origin}，${where}：调用方可能无法到达。`,
      ]
}

/** The loopback redirect of a program that signs in by a browser (RFC 8252 section 7.3), and login pages,
 *  which tell more. */
function isMeant(target: URL): boolean {
  const { searchParams: query } = target
  const isAnswerOfLogin = query.has('state') && (query.has('code') || query.has('error'))
  return isAnswerOfLogin || isLogin(target)
}

type Reach = 'machine' | 'network' | 'anywhere'

const words: Readonly<Record<Exclude<Reach, 'anywhere'>, Bilingual>> = {
  machine: ["an address of the service's own machine", '这是服务所在机器自己的地址'],
  network: ['an address of an inner network', '这是内部网络的地址'],
}

const setService: Bilingual = [
  'Let the service write a relative Location, or its public address (most frameworks take it from X-Forwarded-Host when told to trust it).',
  '让服务写相对的 Location，或写它的公开地址（多数框架可配置为信任 X-Forwarded-Host）。',
]
const setAccessLayer: Bilingual = [
  'Let the access layer write a relative Location (nginx: absolute_redirect off), or rewrite it (proxy_redirect).',
  '让接入层写相对的 Location（nginx：absolute_redirect off），或改写它（proxy_redirect）。',
]

/** Loopback; RFC 1918, RFC 3927, RFC 4193, RFC 4291 link-local; names without a dot, and those kept for inner
 *  networks (RFC 6762 `.local`, RFC 8375 `.home.arpa`, ICANN's `.internal`, Kubernetes). */
function reachOf(hostname: string): Reach {
  const host = hostname.replace(/\.$/, '')
  if (/^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/.test(host))
    return 'machine'
  const isPrivate =
    /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host) ||
    /^\[(?:f[cd][\da-f]{2}|fe[89ab][\da-f]):/.test(host) ||
    /^[\w-]+$|\.(?:local|internal|svc|cluster\.local|home\.arpa)$/.test(host)
  return isPrivate ? 'network' : 'anywhere'
}

/** The caller is known to stand where the address is another one, or none. A name that was called says nothing
 *  of the network in which its caller stands, but that it is another machine than its own. */
function isElsewhere({ request }: Sighting, reach: Reach): boolean {
  const address = request.callerAddress ?? ''
  if (address !== '') {
    const own = reachOf(address.includes(':') ? `[${address}]` : address)
    return reach === 'machine' ? own !== 'machine' : own === 'anywhere'
  }
  if (request.via === 'record' || request.host === '') return false
  const called = hostOf(request.host)
  if (reach === 'machine') return reachOf(called) !== 'machine'
  return /^\[|^[\d.]+$/.test(called) && reachOf(called) === 'anywhere'
}

/** It leads to the address by which the gateway calls the backend, which is how the mistake comes about; of a
 *  text that is not known. */
function isOfBackend({ request }: Sighting, { host }: URL): boolean {
  return request.via !== 'record' || request.host.toLowerCase() === host
}

function hostOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}
