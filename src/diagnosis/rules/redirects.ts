import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { headerOf } from '../received-response.ts'
import { accessLayerName, received, serviceName, somebody, sureness } from '../sighting-words.ts'

/** 3xx. Three of them matter: to https of the same place (our scheme is wrong), to a login page, and
 *  all others, which are answers like any other. */
export const httpsRedirect: ResponseRule = (sighting) => {
  const target = targetOf(sighting)
  if (target === undefined || target.protocol !== 'https:' || sighting.request.scheme === 'https')
    return undefined
  const place = placeOf(target, sighting)
  if (place === 'other') return undefined
  return {
    key: 'https_redirect',
    responder: sighting.writer.layer ?? 'access_layer', // services rarely know that they are meant for https
    certainty: place === 'same' && sureness(sighting) === 'likely' ? 'likely' : 'possible',
    summary: `${writerName(sighting)} sends http:// to https:// with ${sighting.response.status}: the host only serves https.`,
    evidence: [
      received(sighting),
      fact(
        'response',
        `Location: ${shown(target)}, the ${place === 'same' ? 'same host' : 'same path'} with https`,
      ),
      ...sighting.writer.evidence,
    ],
    nextSteps: [
      `In the gateway's stage, set the backend's address to https://${target.host}.`,
      'Callers that follow the redirect leave the gateway, lose their credentials and may reach nothing: do not rely on it.',
    ],
    software: sighting.writer.software,
  }
}

export const loginRedirect: ResponseRule = (sighting) => {
  const location = headerOf(sighting.response, 'location')
  if (!isRedirect(sighting) || !loginPath.test(location.split('?')[0] ?? '')) return undefined
  return {
    key: 'login_redirect',
    responder: sighting.writer.layer === 'access_layer' ? 'access_layer' : 'service',
    certainty: 'possible',
    summary: `${serviceName(sighting)} sends the caller to a login page of its own.`,
    evidence: [
      received(sighting),
      fact('response', `Location: ${withoutQuery(location)}`, 'medium'),
      ...sighting.writer.evidence,
    ],
    nextSteps: [
      'The service does not take the identity that the gateway passes on: send the credentials that it wants, or let it accept X-Bkapi-JWT.',
      'A login page is for browsers: ask the owner of the service for its API address.',
    ],
    software: sighting.writer.software,
  }
}

export const otherRedirect: ResponseRule = (sighting) => {
  if (!isRedirect(sighting)) return undefined
  const location = withoutQuery(headerOf(sighting.response, 'location'))
  const finding: Finding = {
    key: 'redirected',
    responder: sighting.writer.layer ?? 'backend',
    certainty: sighting.request.via === 'record' ? 'certain' : sureness(sighting),
    summary: `The answer is a redirect (${sighting.response.status})${location === '' ? '' : ` to ${location}`}; nothing is wrong with it.`,
    evidence: [received(sighting), ...sighting.writer.evidence],
    nextSteps:
      location.startsWith('/') && sighting.request.via === 'record'
        ? [
            "A relative Location leads to the gateway's own address: without the prefix /api/GATEWAY/STAGE it will not be found there.",
          ]
        : [],
    software: sighting.writer.software,
  }
  return finding
}

const loginPath =
  /(?:^|\/)(?:accounts?\/)?(?:log-?in|sign-?in|sso|cas|oauth2?\/authorize|auth\/login)(?:\/|\.\w+)?$/i

/** 304 is no redirect. */
function isRedirect({ response }: Sighting): boolean {
  return [301, 302, 303, 307, 308].includes(response.status)
}

function targetOf(sighting: Sighting): URL | undefined {
  if (!isRedirect(sighting)) return undefined
  const location = headerOf(sighting.response, 'location')
  return URL.canParse(location) ? new URL(location) : undefined
}

type Place = 'same' | 'similar' | 'other'

/** The same host; or, where the Host that was sent is an address, the public name of a gateway or not
 *  known, the same path. */
function placeOf(target: URL, { request }: Sighting): Place {
  const asked = request.host.replace(/:\d+$/, '').toLowerCase()
  if (asked !== '' && target.hostname.toLowerCase() === asked) return 'same'
  const path = request.path.split('?')[0] ?? ''
  if (asked === '' && path === '') return 'similar'
  if (target.pathname === path) return 'similar'
  const isBehindGateway = request.via === 'gateway-text' && target.pathname !== '/'
  return isBehindGateway && path.endsWith(target.pathname) ? 'similar' : 'other'
}

function writerName(sighting: Sighting): string {
  if (sighting.writer.layer === 'service') return serviceName(sighting)
  return sighting.writer.layer === 'access_layer' ? accessLayerName(sighting) : somebody(sighting)
}

function withoutQuery(location: string): string {
  return location.split('?')[0] ?? ''
}

function shown(target: URL): string {
  return `${target.origin}${target.pathname}`
}
