import {
  fact,
  type Finding,
  type ResponseRule,
  type Sighting,
  type VerdictKey,
} from '../finding.ts'
import { headerOf } from '../received-response.ts'
import {
  accessLayerName,
  forHost,
  forPath,
  isThroughGateway,
  received,
  sureness,
} from '../sighting-words.ts'

/** A proxy or web server in front of the service wrote the answer. What its page says comes first,
 *  then its status. */
export const accessLayer: ResponseRule = (sighting) => {
  if (sighting.writer.layer !== 'access_layer') return undefined
  const conclusion = byMeaning(sighting) ?? byStatus(sighting)
  return conclusion === undefined ? undefined : findingOf(sighting, conclusion)
}

interface Conclusion {
  readonly key: VerdictKey
  readonly summary: string
  readonly nextSteps: readonly string[]
  readonly caller?: boolean
  readonly backend?: boolean
}

function findingOf(sighting: Sighting, conclusion: Conclusion): Finding {
  const direct = conclusion.caller === true && !isThroughGateway(sighting)
  return {
    key: conclusion.key,
    responder: 'access_layer',
    ...(direct ? { fault: 'client', owner: 'caller' } : {}),
    certainty: sureness(sighting),
    summary: conclusion.summary,
    evidence: [
      received(sighting),
      ...sighting.writer.evidence,
      ...exitEvidence(sighting, conclusion.key),
    ],
    nextSteps: conclusion.nextSteps,
    software: sighting.writer.software,
    wouldConfirm: [
      'a request record of the service: if it has none, the access layer answered alone',
    ],
  }
}

function exitEvidence({ request }: Sighting, key: VerdictKey): ReturnType<typeof fact>[] {
  if (request.exitAddress === '' || key !== 'access_layer_denied') return []
  return [fact('socket', `the gateway connected from ${request.exitAddress}`)]
}

function byMeaning(sighting: Sighting): Conclusion | undefined {
  const { meanings } = sighting.writer
  const name = accessLayerName(sighting)
  if (meanings.has('plain_http_to_https'))
    return {
      key: 'access_layer_wants_https',
      caller: true,
      summary: `${name} was spoken to in plain HTTP on its https port.`,
      nextSteps: [
        isThroughGateway(sighting)
          ? "In the gateway's stage, set the backend's address to https://."
          : 'Call https:// instead of http://.',
      ],
    }
  if (meanings.has('client_certificate'))
    return {
      key: 'access_layer_wants_certificate',
      caller: true,
      summary: `${name} wants a client certificate and got none that it accepts.`,
      nextSteps: [
        'Ask the owner of the access layer for an address without client certificates, or for a certificate.',
      ],
    }
  if (meanings.has('blocked')) return blocked(sighting)
  if (meanings.has('default_site')) return unknownHost(sighting)
  if (meanings.has('head_too_large')) return headTooLarge(sighting)
  return undefined
}

function blocked(sighting: Sighting): Conclusion {
  const id = supportId
    .exec(sighting.response.body)
    ?.slice(1)
    .find(Boolean)
    ?.replaceAll('&#46;', '.')
  const { exitAddress } = sighting.request
  const exempt =
    exitAddress === ''
      ? 'ask for an exception for the addresses that the gateway connects from'
      : `ask for an exception for ${exitAddress}, the address that the gateway connected from`
  return {
    key: 'access_layer_blocked',
    summary: `${accessLayerName(sighting)} blocked the request as an attack.`,
    nextSteps: [
      `Give the ${id === undefined ? 'support id in the body' : `support id ${id}`} to the owner of the application firewall: it names the rule.`,
      `If the request is a good one, ${exempt}; often it is one value of the query or body that looks like an attack.`,
    ],
  }
}

/** F5, Akamai, Imperva, Cloudflare, CloudFront, SafeLine: each page has a number for its operator. */
const supportId =
  /support ID is:?\s*(?:<[^>]{1,20}>)?\s*(\d{6,32})|Reference(?:&#32;|\s)(?:&#35;|#)((?:[\w.]|&#46;){4,80})|incident ID: ([\d-]{4,60})|Ray ID: (?:<[^>]{1,20}>)?\s*(\w{8,40})|Request ID: ([\w=-]{8,80})|event_id: (\w{8,64})/i

function unknownHost(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_unknown_host',
    summary: `${accessLayerName(sighting)} has no site for the Host that was sent${forHost(sighting)}; its default page answered.`,
    nextSteps: [
      `Configure the host at the access layer, or set hostHeader of the backend to the name it knows${forHost(sighting)}.`,
    ],
  }
}

function headTooLarge(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_head_too_large',
    summary: `${accessLayerName(sighting)} refused the request header as too large; the gateway had let it pass.`,
    nextSteps: [
      'Send fewer or smaller header fields (often cookies), or ask the owner of the access layer for larger header buffers.',
      'X-Bkapi-JWT and X-Forwarded-* are added by the gateway: the limit must leave room for them.',
    ],
  }
}

function byStatus(sighting: Sighting): Conclusion | undefined {
  const { status } = sighting.response
  if (status === 403) return denied(sighting)
  if (status === 404) return notFound(sighting)
  if (status === 421) return unknownHost(sighting)
  if (status === 401 || status === 407) return wantsLogin(sighting)
  if (status === 413)
    return tooLarge(sighting, 'access_layer_body_too_large', 'the request body', bodyStep(sighting))
  if (status === 414)
    return tooLarge(
      sighting,
      'access_layer_uri_too_long',
      'the address',
      'Shorten the query, or send the data in a body.',
    )
  if (status === 431 || status === 494) return headTooLarge(sighting)
  if (status === 429) return limited(sighting)
  if (status === 502 || status === 503 || status === 504) return failedBehind(sighting)
  if (status >= 500 || status === 0) return accessLayerFailed(sighting)
  return status >= 400 ? refused(sighting) : undefined
}

function denied(sighting: Sighting): Conclusion {
  const { exitAddress } = sighting.request
  const ask =
    exitAddress === ''
      ? 'Ask its owner to allow the addresses that the gateway connects from.'
      : `Ask its owner to allow ${exitAddress}, the address that the gateway connected from.`
  return {
    key: 'access_layer_denied',
    summary: `${accessLayerName(sighting)} refused the request with 403${forPath(sighting)}: ${sighting.writer.meanings.has('address_denied') ? 'one of its rules, mostly about addresses' : 'mostly a list of allowed addresses'}.`,
    nextSteps: [
      isThroughGateway(sighting)
        ? ask
        : "Ask its owner whether your address, or the gateway's, is on its list.",
      'If the address is allowed, the path is not: compare it with the rules of the access layer.',
    ],
  }
}

function notFound(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_not_found',
    summary: `${accessLayerName(sighting)} has nothing${forPath(sighting)}${forHost(sighting)}; the service was not asked.`,
    nextSteps: [
      `Compare the host and path with what the access layer is configured for${forHost(sighting)}.`,
      'If the service has this path, the rule that leads there is missing at the access layer, or the path of the backend in the gateway is wrong.',
    ],
  }
}

function wantsLogin(sighting: Sighting): Conclusion {
  const realm = /realm="([^"]*)"/i.exec(headerOf(sighting.response, 'www-authenticate'))?.[1]
  return {
    key: 'access_layer_wants_login',
    summary: `${accessLayerName(sighting)} wants a login of its own${realm === undefined ? '' : ` (realm "${realm}")`}; it is not the gateway's.`,
    nextSteps: [
      'Ask the owner of the access layer for credentials, or for an address that needs none for the gateway.',
    ],
  }
}

function bodyStep({ request }: Sighting): string {
  const size = request.bodyBytes > 0 ? ` (this one had ${request.bodyBytes} bytes)` : ''
  return `Send less in one request${size}, or ask the owner of the access layer to raise its limit (nginx: client_max_body_size).`
}

function tooLarge(sighting: Sighting, key: VerdictKey, what: string, step: string): Conclusion {
  return {
    key,
    summary: `${accessLayerName(sighting)} refused ${what} as too large; the gateway had let it pass.`,
    nextSteps: [step],
  }
}

function limited(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_rate_limited',
    summary: `${accessLayerName(sighting)} limits the rate; it is not a limit of the gateway.`,
    nextSteps: [
      'Ask its owner for a higher limit for the gateway: all callers share its address there.',
    ],
  }
}

function failedBehind(sighting: Sighting): Conclusion {
  const name = accessLayerName(sighting)
  const { status } = sighting.response
  if (status === 504)
    return {
      key: 'access_layer_timeout',
      summary: `${name} answered 504; the service behind it did not answer in time.`,
      nextSteps: [
        "Look in the service's log for slow requests at this time, then at the access layer's read timeout.",
      ],
    }
  if (status === 503)
    return {
      key: 'access_layer_no_upstream',
      summary: `${name} answered 503; it has no live service behind it, or a limit of its own was reached.`,
      nextSteps: [
        "Check that the service's instances run and pass the access layer's health check; its error log tells which it was.",
      ],
    }
  const reason = proxyReason(sighting)
  return {
    key: 'access_layer_bad_gateway',
    summary: `${name} answered 502; it got no valid answer from the service behind it${reason}.`,
    nextSteps: [
      "Check that the service runs; the access layer's error log at this time tells what failed.",
    ],
  }
}

/** mod_proxy prints its reason into the page. */
function proxyReason({ response }: Sighting): string {
  const reason = /Reason: <strong>([^<]{1,120})<\/strong>/.exec(response.body)?.[1]
  return reason === undefined ? '' : ` ("${reason.replaceAll(/\s+/g, ' ')}")`
}

function accessLayerFailed(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_error',
    summary: `${accessLayerName(sighting)} answered ${sighting.response.status === 0 ? '' : `${sighting.response.status} `}with a page of its own.`,
    nextSteps: ["Look in the access layer's error log at this time."],
  }
}

function refused(sighting: Sighting): Conclusion {
  return {
    key: 'access_layer_refused_request',
    summary: `${accessLayerName(sighting)} did not accept the request (${sighting.response.status}).`,
    nextSteps: [
      'Compare method, header and body with what the service documents; the access layer refused before the service saw it.',
    ],
  }
}
