import type { Fault, Owner, Responder } from './attribution.ts'

/** Conclusions that are no refusal of ours: what a received answer, or a pasted text, comes to. They
 *  share one namespace and one catalogue with the errors of `error-table.ts`. */
export interface VerdictKeyEntry {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly title: string
}

const nobody = { fault: 'none', owner: 'nobody' } as const
const byCaller = { fault: 'client', owner: 'caller' } as const
const ofService = { responder: 'service', fault: 'service', owner: 'backend' } as const
const ofAccessLayer = { responder: 'access_layer', fault: 'access_layer' } as const
const noAnswer = { responder: 'none' } as const

export const verdictKeys = {
  // the exchange itself
  answered: { responder: 'backend', ...nobody, title: 'The backend answered; nothing is wrong.' },
  redirected: { responder: 'backend', ...nobody, title: 'The backend sent the caller elsewhere.' },
  mock_answer: {
    responder: 'gateway',
    ...nobody,
    title: 'The gateway answered with its configured mock.',
  },
  preflight_answer: {
    responder: 'gateway',
    ...nobody,
    title: 'The gateway answered a CORS preflight.',
  },
  tunnel_closed: {
    responder: 'backend',
    ...nobody,
    title: 'An upgraded connection ran and ended.',
  },
  backend_imitates_gateway: {
    ...ofService,
    title: "The service sent an answer that looks like the gateway's own error.",
  },
  not_explained: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'nobody',
    title: 'Nothing that is known explains this.',
  },

  // redirects that tell of a mistake
  https_redirect: {
    responder: 'access_layer',
    fault: 'gateway',
    owner: 'publisher',
    title: 'The backend only speaks https; the gateway is configured for http.',
  },
  login_redirect: {
    responder: 'service',
    ...byCaller,
    title: 'The service sends the caller to its own login page.',
  },

  // the access layer in front of the service
  access_layer_denied: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: 'The access layer refused the address or path.',
  },
  access_layer_not_found: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: 'The access layer knows no such host or path.',
  },
  access_layer_unknown_host: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: 'The access layer has no site for the Host that was sent.',
  },
  access_layer_body_too_large: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: "The request body is over the access layer's limit.",
  },
  access_layer_uri_too_long: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: "The address is over the access layer's limit.",
  },
  access_layer_head_too_large: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: "The request header is over the access layer's limit.",
  },
  access_layer_wants_https: {
    responder: 'access_layer',
    fault: 'gateway',
    owner: 'publisher',
    title: 'Plain HTTP was sent to an https port.',
  },
  access_layer_wants_certificate: {
    responder: 'access_layer',
    fault: 'gateway',
    owner: 'publisher',
    title: 'The access layer wants a client certificate.',
  },
  access_layer_wants_login: {
    responder: 'access_layer',
    ...byCaller,
    title: 'The access layer wants a login of its own.',
  },
  access_layer_rate_limited: {
    ...ofAccessLayer,
    owner: 'backend',
    title: 'The access layer limits the rate.',
  },
  access_layer_refused_request: {
    responder: 'access_layer',
    ...byCaller,
    title: 'The access layer does not accept the request.',
  },
  access_layer_blocked: {
    ...ofAccessLayer,
    owner: 'publisher',
    title: 'A web application firewall blocked the request.',
  },
  access_layer_bad_gateway: {
    ...ofAccessLayer,
    owner: 'backend',
    title: 'The access layer got no valid answer from the service behind it.',
  },
  access_layer_no_upstream: {
    ...ofAccessLayer,
    owner: 'backend',
    title: 'The access layer has no live service behind it, or is limiting.',
  },
  access_layer_timeout: {
    ...ofAccessLayer,
    owner: 'backend',
    title: 'The service behind the access layer did not answer it in time.',
  },
  access_layer_error: { ...ofAccessLayer, owner: 'backend', title: 'The access layer failed.' },

  // the framework or the service
  service_host_refused: {
    ...ofService,
    title: 'The framework does not accept the Host that was sent.',
  },
  service_csrf_refused: {
    responder: 'service',
    ...byCaller,
    title: 'The framework misses a valid CSRF token.',
  },
  service_media_type: {
    responder: 'service',
    ...byCaller,
    title: 'The service does not take this Content-Type.',
  },
  service_route_not_found: {
    responder: 'service',
    ...byCaller,
    title: 'The framework has no route for this path.',
  },
  service_unauthorized: {
    responder: 'service',
    ...byCaller,
    title: 'The service wants credentials of its own.',
  },
  service_forbidden: {
    responder: 'service',
    ...byCaller,
    title: 'The service refuses this caller.',
  },
  service_not_found: {
    responder: 'service',
    ...byCaller,
    title: 'The service does not have what was asked for.',
  },
  service_method_refused: {
    responder: 'service',
    ...byCaller,
    title: 'The service does not take this method here.',
  },
  service_rate_limited: {
    responder: 'service',
    ...byCaller,
    title: 'The service limits the rate.',
  },
  service_refused_request: {
    responder: 'service',
    ...byCaller,
    title: 'The service does not accept the request.',
  },
  service_error: { ...ofService, title: 'The service failed.' },
  service_error_in_success: {
    ...ofService,
    title: 'The status says success, the body says error.',
  },

  // behind the gateway, writer unknown
  backend_refused_request: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'backend',
    title: 'Something behind the gateway refused the request.',
  },
  backend_error: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'backend',
    title: 'Something behind the gateway failed.',
  },
  writer_unclear: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'backend',
    title: 'Two strong signs disagree about who wrote the answer.',
  },

  // texts only: a call that got no answer at all
  call_name_unknown: {
    ...noAnswer,
    fault: 'network',
    owner: 'caller',
    title: "The caller's machine could not resolve the name.",
  },
  call_refused: {
    ...noAnswer,
    fault: 'network',
    owner: 'operator',
    title: 'Nothing accepts connections at the address called.',
  },
  call_unreachable: {
    ...noAnswer,
    fault: 'network',
    owner: 'caller',
    title: 'There is no way from the caller to the address.',
  },
  call_connect_timeout: {
    ...noAnswer,
    fault: 'network',
    owner: 'caller',
    title: 'The address called did not answer the connection.',
  },
  call_tls_failed: {
    ...noAnswer,
    fault: 'network',
    owner: 'caller',
    title: 'The TLS handshake with the address called failed.',
  },
  call_certificate_refused: {
    ...noAnswer,
    fault: 'unsure',
    owner: 'caller',
    title: 'The caller does not trust the certificate it was shown.',
  },
  call_reset: {
    ...noAnswer,
    fault: 'network',
    owner: 'caller',
    title: 'The connection was cut before an answer.',
  },
  call_empty_reply: {
    ...noAnswer,
    fault: 'unsure',
    owner: 'caller',
    title: 'The other side closed without an answer.',
  },
  call_gave_up: {
    ...noAnswer,
    fault: 'unsure',
    owner: 'caller',
    title: 'The caller gave up waiting.',
  },
  call_interrupted: {
    ...noAnswer,
    fault: 'unsure',
    owner: 'caller',
    title: 'The text ends before any answer.',
  },
  call_malformed: {
    ...noAnswer,
    ...byCaller,
    title: 'The call itself is malformed; nothing was sent.',
  },
  call_too_many_redirects: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'publisher',
    title: 'The answers redirect in a circle.',
  },
  status_only: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'caller',
    title: 'Only a status is left; who wrote it cannot be told.',
  },
  answer_cut: {
    responder: 'backend',
    fault: 'unsure',
    owner: 'backend',
    title: 'An answer began and broke off.',
  },
  gateway_error_unlisted: {
    responder: 'gateway',
    fault: 'unsure',
    owner: 'operator',
    title: 'A gateway error of a code that is not listed here.',
  },
  nothing_recognised: {
    ...noAnswer,
    fault: 'unsure',
    owner: 'caller',
    title: 'No response was recognised in the text.',
  },
} as const satisfies Record<string, VerdictKeyEntry>

export type VerdictOnlyKey = keyof typeof verdictKeys

export const verdictOnlyKeys = Object.keys(verdictKeys) as VerdictOnlyKey[] // the keys of a const object

export function verdictKeyEntry(key: VerdictOnlyKey): VerdictKeyEntry {
  return verdictKeys[key]
}
