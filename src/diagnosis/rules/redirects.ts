import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type ResponseRule, type Sighting } from '../finding.ts'
import { hasHeader, headerOf } from '../received-response.ts'
import {
  accessLayerName,
  byCaller,
  isThroughGateway,
  received,
  serviceName,
  somebody,
  sureness,
} from '../sighting-words.ts'

/** 3xx. Three of them matter: to https of the same place (our scheme is wrong), to a login page, and
 *  all others, which are answers like any other. */
export const httpsRedirect: ResponseRule = (sighting) => {
  const target = targetOf(sighting)
  const { status } = sighting.response
  if (target === undefined || target.protocol !== 'https:' || sighting.request.scheme === 'https')
    return undefined
  if (status === 0) return undefined // it may be the place of something new
  const place = placeOf(target, sighting)
  if (place === 'other' || (place !== 'same' && isLogin(target))) return undefined
  const name = redirectWriter(sighting)
  const what = words[place]
  const isSure = place === 'same' && sighting.request.scheme === 'http'
  return {
    key: 'https_redirect',
    responder: sighting.writer.layer ?? 'access_layer', // services rarely know that they are meant for https
    certainty: isSure && sureness(sighting) === 'likely' ? 'likely' : 'possible',
    summary:
      sighting.request.scheme === 'http'
        ? [
            en`${name} sends http:// to https:// with ${status}: the host only serves https.`,
            zh`${name}用 ${status} 把 http:// 转到 https://：该主机只提供 https。`,
          ]
        : [
            en`${name} leads to https:// with ${status}: if http:// was asked for, the host only serves https.`,
            zh`${name}用 ${status} 转到 https://：如果请求的是 http://，则该主机只提供 https。`,
          ],
    evidence: [
      received(sighting),
      fact('response', [
        en`Location: ${shownTarget(target)}, ${what}`,
        zh`Location: ${shownTarget(target)}，${what}`,
      ]),
      ...sighting.writer.evidence,
    ],
    ...byCaller(sighting),
    nextSteps: isThroughGateway(sighting) ? ofStage(target) : [callByHttps(target)],
    software: sighting.writer.software,
  }
}

function ofStage({ host }: URL): readonly Bilingual[] {
  return [
    [
      `In the gateway's stage, set the backend's address to https://${host}.`,
      `在网关的环境中，将后端地址改为 https://${host}。`,
    ],
    [
      'Callers that follow the redirect leave the gateway, lose their credentials and may reach nothing: do not rely on it.',
      '跟随跳转的调用方会离开网关、丢失凭证，而且可能无法到达：不要依赖跳转。',
    ],
  ]
}

function callByHttps({ host }: URL): Bilingual {
  return [
    `Call https://${host}; if a gateway calls it for you, its stage must say so.`,
    `请调用 https://${host}；如果由网关代为调用，请修改网关的环境。`,
  ]
}

export const loginRedirect: ResponseRule = (sighting) => {
  const location = headerOf(sighting.response, 'location')
  const isLoginHost = URL.canParse(location) && isLogin(new URL(location))
  if (!isRedirect(sighting) || !(loginPath.test(withoutQuery(location)) || isLoginHost))
    return undefined
  const name = serviceName(sighting)
  return {
    key: 'login_redirect',
    responder: sighting.writer.layer === 'access_layer' ? 'access_layer' : 'service',
    certainty: 'possible',
    summary: [
      en`${name} sends the caller to a login page of its own.`,
      zh`${name}把调用方转到它自己的登录页。`,
    ],
    evidence: [
      received(sighting),
      fact(
        'response',
        [`Location: ${withoutQuery(location)}`, `Location: ${withoutQuery(location)}（登录页）`],
        'medium',
      ),
      ...sighting.writer.evidence,
    ],
    nextSteps: [
      isThroughGateway(sighting)
        ? [
            'The service does not take the identity that the gateway passes on: send the credentials that it wants, or let it accept X-Bkapi-JWT.',
            '服务没有接受网关传递的身份：请发送它要求的凭证，或让它接受 X-Bkapi-JWT。',
          ]
        : ['Send the credentials that the service wants.', '发送服务要求的凭证。'],
      [
        'A login page is for browsers: ask the owner of the service for its API address.',
        '登录页供浏览器使用：请向服务负责人询问其 API 地址。',
      ],
    ],
    software: sighting.writer.software,
  }
}

export const otherRedirect: ResponseRule = (sighting) => {
  if (!isRedirect(sighting)) return undefined
  const location = withoutQuery(headerOf(sighting.response, 'location'))
  const to: Bilingual = location === '' ? nothingSaid : [` to ${location}`, `，到 ${location}`]
  const isOfGateway = location.startsWith('/') && sighting.request.via === 'record'
  const { status } = sighting.response
  const shown: Bilingual = status === 0 ? nothingSaid : [` (${status})`, `（${status}）`]
  return {
    key: 'redirected',
    responder: sighting.writer.layer ?? 'backend',
    certainty: sighting.request.via === 'record' ? 'certain' : sureness(sighting),
    summary: [
      en`The answer is a redirect${shown}${to}; nothing is wrong with it.`,
      zh`应答是跳转${shown}${to}；没有问题。`,
    ],
    evidence: [received(sighting), ...sighting.writer.evidence],
    nextSteps: isOfGateway ? [relativeLocation] : [],
    software: sighting.writer.software,
  }
}

const relativeLocation: Bilingual = [
  "A relative Location leads to the gateway's own address: without the prefix /api/GATEWAY/STAGE it will not be found there.",
  '相对的 Location 指向网关自己的地址：缺少前缀 /api/GATEWAY/STAGE 就找不到。',
]

const loginPath =
  /(?:^|\/)(?:accounts?\/)?(?:log-?in|sign-?in|sso|cas|oauth2?\/authorize|auth\/login)(?:\/|\.\w+)?$/i

export function isLogin({ hostname, pathname }: URL): boolean {
  return (
    loginPath.test(pathname) ||
    /^(?:login|sso|signin|accounts?|auth|passport|idp)\./i.test(hostname)
  )
}

/** 304 is no redirect. A header without its status line that names a place, with nothing behind it, is one. */
export function isRedirect({ response }: Sighting): boolean {
  const { status, headCut, body } = response
  if (status === 0 && headCut === true)
    return body === '' && hasHeader(response, 'location') && !hasHeader(response, 'etag') // 201 has one
  return [301, 302, 303, 307, 308].includes(status)
}

/** Where it leads, undefined for a relative Location and for addresses of programs (`slack://open`). */
export function redirectTarget(sighting: Sighting): URL | undefined {
  const target = targetOf(sighting)
  return target !== undefined && /^https?:$/.test(target.protocol) ? target : undefined
}

function targetOf(sighting: Sighting): URL | undefined {
  if (!isRedirect(sighting)) return undefined
  const location = headerOf(sighting.response, 'location')
  return URL.canParse(location) ? new URL(location) : undefined
}

type Place = 'same' | 'similar' | 'unknown' | 'other'

const words: Readonly<Record<Exclude<Place, 'other'>, Bilingual>> = {
  same: ['the same host with https', '主机相同，改用 https'],
  similar: ['the same path with https', '路径相同，改用 https'],
  unknown: [
    'an https address; what was asked for is not in the text',
    '是 https 地址；文本中没有请求的地址',
  ],
}

/** The same host; or, where the Host that was sent is an address or the public name of a gateway, the same
 *  path. Where nothing is known of the request, one that lasts and carries no question of its own: a
 *  temporary one leads to something else. */
function placeOf(target: URL, { request, response }: Sighting): Place {
  const asked = request.host.replace(/:\d+$/, '').toLowerCase()
  if (asked !== '' && target.hostname.toLowerCase() === asked) return 'same'
  const path = request.path.split('?')[0] ?? ''
  if (asked === '' && path === '')
    return response.status !== 302 && response.status !== 303 && target.search === ''
      ? 'unknown'
      : 'other'
  if (target.pathname === path) return 'similar'
  const isBehindGateway = request.via === 'gateway-text' && target.pathname !== '/'
  return isBehindGateway && path.endsWith(target.pathname) ? 'similar' : 'other'
}

/** Who sends the caller elsewhere, as the subject of a sentence. */
export function redirectWriter(sighting: Sighting): Bilingual {
  if (sighting.writer.layer === 'service') return serviceName(sighting)
  return sighting.writer.layer === 'access_layer' ? accessLayerName(sighting) : somebody(sighting)
}

function withoutQuery(location: string): string {
  return location.split(/[?#]/)[0] ?? ''
}

export function shownTarget(target: URL): string {
  return `${target.origin}${target.pathname}`
}
