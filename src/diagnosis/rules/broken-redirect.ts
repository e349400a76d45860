import { fact, type ResponseRule, type Sighting } from '../finding.ts'
import { hasHeader, headerOf } from '../received-response.ts'
import { received } from '../sighting-words.ts'
import { isRedirect, shownTarget } from './redirects.ts'

/** It leads to where it came from. With a cookie it may be meant: the second request will carry that. */
export const redirectToItself: ResponseRule = (sighting) => {
  const { request, response } = sighting
  if (!isRedirect(sighting) || hasHeader(response, 'set-cookie')) return undefined
  const asked = askedOf(request)
  const location = headerOf(response, 'location')
  if (asked === undefined || location === '' || !URL.canParse(location, asked)) return undefined
  const target = new URL(location, asked)
  if (target.href !== asked.href) return undefined
  return {
    key: 'call_too_many_redirects',
    responder: sighting.writer.layer ?? 'backend',
    owner: 'backend',
    certainty: 'possible', // the next request may be another in what is not seen here
    summary: [
      `The redirect (${response.status}) leads to the very address that was asked for: following it never ends.`,
      `重定向（${response.status}）指向所请求的地址本身：跟随它不会结束。`,
    ],
    evidence: [
      received(sighting),
      fact('response', [
        `Location: ${shownTarget(target)}, which is what was asked for`,
        `Location: ${shownTarget(target)}，正是所请求的地址`,
      ]),
      ...sighting.writer.evidence,
    ],
    nextSteps: [
      [
        'Ask its owner which rule redirects: mostly a scheme or host that it does not see behind a proxy (X-Forwarded-Proto), or a trailing slash.',
        '询问其负责人是哪条规则在重定向：多因代理后面看不到协议或域名（X-Forwarded-Proto），或末尾斜杠。',
      ],
    ],
    software: sighting.writer.software,
  }
}

/** Only where all of it is known, as the caller wrote it and not as the gateway asked the backend: http and https of one address lead to each other by right. */
function askedOf({ scheme, host, path, hasQuery, via }: Sighting['request']): URL | undefined {
  if (via === 'record') return undefined
  const asked = `${scheme}://${host}${path}`
  const isKnown = scheme !== '' && host !== '' && path.startsWith('/') && hasQuery === false
  return isKnown && URL.canParse(asked) ? new URL(asked) : undefined
}

export const redirectNowhere: ResponseRule = (sighting) => {
  const { status } = sighting.response
  if (!isRedirect(sighting) || headerOf(sighting.response, 'location') !== '') return undefined
  if (!showsHeader(sighting)) return undefined
  return {
    key: 'redirected',
    responder: sighting.writer.layer ?? 'backend',
    fault: 'unsure',
    owner: 'backend',
    certainty: 'possible', // a text may have lost the line
    summary: [
      `The answer is a redirect (${status}) without a Location: nobody can follow it.`,
      `应答是跳转（${status}），但没有 Location：无法跟随。`,
    ],
    evidence: [received(sighting), ...sighting.writer.evidence],
    nextSteps: [
      [
        'Ask the owner of the backend where it leads; an answer that is no redirect should have another status.',
        '询问后端负责人它应指向哪里；如果不是跳转，应使用其他状态码。',
      ],
    ],
    software: sighting.writer.software,
  }
}

/** A text with a line or two of a header does not show that another one is not there. */
function showsHeader({ request, response }: Sighting): boolean {
  return request.via === 'record' || request.ownSocket === true || response.headers.length >= 2
}
