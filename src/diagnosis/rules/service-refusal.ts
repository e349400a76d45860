import {
  fact,
  type Finding,
  type ResponseRule,
  type Sighting,
  type VerdictKey,
} from '../finding.ts'
import type { Meaning } from '../fingerprints/fingerprint.ts'
import { headerOf } from '../received-response.ts'
import { serviceJsonOf } from '../service-json.ts'
import { forHost, forPath, received, serviceName, sureness } from '../sighting-words.ts'

/** The framework or the service itself refused the request: the caller's doing, but for a Host that
 *  the gateway sends, or a path that the gateway's configuration made. */
export const serviceRefusal: ResponseRule = (sighting) => {
  const { status } = sighting.response
  if (status < 400 || status > 499 || !isOfService(sighting)) return undefined
  const conclusion = byMeaning(sighting) ?? byStatus(sighting)
  const json = serviceJsonOf(sighting.response)
  const code =
    json === undefined || json.code === ''
      ? []
      : [fact('response', `JSON of the service's own, code ${json.code}`, 'medium')]
  return {
    responder: 'service',
    certainty: serviceSureness(sighting),
    evidence: [received(sighting), ...sighting.writer.evidence, ...code],
    software: sighting.writer.software,
    wouldConfirm: ['a request record of the service for this request'],
    ...conclusion,
  }
}

/** Written by a framework that was recognised, or JSON of a shape that proxies do not write. */
export function isOfService(sighting: Sighting): boolean {
  if (sighting.writer.layer !== undefined) return sighting.writer.layer === 'service'
  return sighting.writer.state !== 'conflict' && serviceJsonOf(sighting.response) !== undefined
}

export function serviceSureness(sighting: Sighting): Finding['certainty'] {
  const bySigns = sureness(sighting)
  if (bySigns === 'likely') return 'likely'
  return serviceJsonOf(sighting.response)?.kind === 'own' ? 'likely' : 'possible'
}

type Conclusion = Pick<Finding, 'key' | 'summary' | 'nextSteps'> & Partial<Finding>

function byMeaning(sighting: Sighting): Conclusion | undefined {
  const { meanings } = sighting.writer
  const { status } = sighting.response
  if (meanings.has('host_refused')) return hostRefused(sighting)
  if (meanings.has('csrf')) return csrfRefused(sighting)
  if (meanings.has('plain_http_to_https'))
    return {
      key: 'access_layer_wants_https',
      fault: 'gateway',
      owner: 'publisher',
      summary: `${serviceName(sighting)} was spoken to in plain HTTP on its https port.`,
      nextSteps: ["In the gateway's stage, set the backend's address to https://."],
    }
  if (meanings.has('media_type') || status === 415) return mediaType(sighting)
  if (status === 404 && isRouteMiss(meanings)) return routeNotFound(sighting)
  return undefined
}

function isRouteMiss(meanings: ReadonlySet<Meaning>): boolean {
  return meanings.has('route_not_found') || meanings.has('debug_page')
}

function hostRefused(sighting: Sighting): Conclusion {
  const host = sighting.request.host.replace(/:\d+$/, '')
  return {
    key: 'service_host_refused',
    summary: `${serviceName(sighting)} does not accept the Host that was sent${forHost(sighting)}.`,
    nextSteps: [
      host === ''
        ? "Add the Host that the gateway sends to the service's allowed hosts (Django: ALLOWED_HOSTS)."
        : `Add "${host}" to the service's allowed hosts (Django: ALLOWED_HOSTS), or set hostHeader of the backend to a name that it accepts.`,
    ],
  }
}

function csrfRefused(sighting: Sighting): Conclusion {
  return {
    key: 'service_csrf_refused',
    summary: `${serviceName(sighting)} refused the request because its CSRF token is missing or wrong.`,
    nextSteps: [
      'Call an address that is meant for APIs (the service can exempt it from the CSRF check), or send the token and its cookie.',
    ],
  }
}

function mediaType(sighting: Sighting): Conclusion {
  const sent = sighting.request.contentType
  const type = `this Content-Type${sent === '' ? '' : ` (${sent})`}`
  return {
    key: 'service_media_type',
    summary:
      sighting.response.status === 415
        ? `${serviceName(sighting)} does not take ${type}; the gateway never answers 415.`
        : `${serviceName(sighting)} did not read the body as JSON: it is no object, or ${type} is not for JSON.`,
    nextSteps: [
      'Send the Content-Type that the API documents, mostly `Content-Type: application/json`, with a body of that kind.',
    ],
  }
}

/** Decisions: a path without variables cannot be mistyped by the caller once the gateway matched it,
 *  so the path of the backend in the gateway is wrong. */
function routeNotFound(sighting: Sighting): Conclusion {
  const isOurs =
    sighting.request.via === 'record' && sighting.request.resourceHasVariables === false
  return {
    key: 'service_route_not_found',
    ...(isOurs ? { fault: 'gateway', owner: 'publisher' } : {}),
    summary: `${serviceName(sighting)} has no route${forPath(sighting)}${isOurs ? ', and the resource has no variable that a caller could get wrong' : ''}.`,
    nextSteps: isOurs
      ? [
          "Compare the path of the backend in the gateway's resource with the routes of the service: prefix, version, trailing slash.",
        ]
      : [
          'Compare the path with the routes of the service: prefix, version, trailing slash; then the path of the backend in the gateway.',
        ],
  }
}

function byStatus(sighting: Sighting): Conclusion {
  const { status } = sighting.response
  const name = serviceName(sighting)
  switch (status) {
    case 401:
      return simple(
        'service_unauthorized',
        `${name} wants credentials of its own${realmOf(sighting)}; the gateway's are not meant.`,
        'Send the credentials that the service documents; the gateway accepted this call.',
      )
    case 403:
      return simple(
        'service_forbidden',
        `${name} refuses this caller.`,
        'Ask the owner of the service for the right that is missing; the gateway accepted this call.',
      )
    case 404:
      return simple(
        'service_not_found',
        `${name} does not have what was asked for${forPath(sighting)}.`,
        'Check the ids in the path and the query; the request reached the service.',
      )
    case 405:
      return simple(
        'service_method_refused',
        `${name} does not take ${sighting.request.method || 'this method'} here${allowOf(sighting)}.`,
        "Use a method that the service offers; compare it with the method of the backend in the gateway's resource.",
      )
    case 429:
      return simple(
        'service_rate_limited',
        `${name} limits the rate; it is not a limit of the gateway.`,
        'Call less often, or ask the owner of the service for a higher limit.',
      )
    default:
      return simple(
        'service_refused_request',
        `${name} does not accept the request (${status}).`,
        "Correct the request as the service's message says.",
      )
  }
}

function simple(key: VerdictKey, summary: string, step: string): Conclusion {
  return { key, summary, nextSteps: [step] }
}

function realmOf({ response }: Sighting): string {
  const realm = /realm="([^"]*)"/i.exec(headerOf(response, 'www-authenticate'))?.[1]
  return realm === undefined ? '' : ` (realm "${realm}")`
}

function allowOf({ response }: Sighting): string {
  const allow = headerOf(response, 'allow')
  return allow === '' ? '' : ` (it offers ${allow})`
}
