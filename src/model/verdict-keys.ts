import type { Fault, Owner, Responder } from './attribution.ts'

/** Conclusions that are no refusal of ours: what a received answer, or a pasted text, comes to. They
 *  share one namespace and one catalogue with the errors of `error-table.ts`. */
export interface VerdictKeyEntry {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly title: string
}

/** Who answers, whose fault it is and who must act; a rule may override each of them. */
const verdictKeys = {
  // the exchange itself
  answered: entry('backend', 'none', 'nobody', 'The backend answered with a success.'),
  redirected: entry('backend', 'none', 'nobody', 'The backend sent the caller elsewhere.'),
  mock_answer: entry('gateway', 'none', 'nobody', 'The gateway answered with its configured mock.'),
  preflight_answer: entry('gateway', 'none', 'nobody', 'The gateway answered a CORS preflight.'),
  gateway_page: entry(
    'gateway',
    'none',
    'nobody',
    'The gateway answered at an address of its own.',
  ),
  tunnel_closed: entry('backend', 'none', 'nobody', 'An upgraded connection ran and ended.'),
  backend_imitates_gateway: entry(
    'service',
    'service',
    'backend',
    "The service sent an answer that looks like the gateway's own error.",
  ),
  not_explained: entry('backend', 'unsure', 'nobody', 'Nothing that is known explains this.'),

  // redirects that tell of a mistake
  https_redirect: entry(
    'access_layer',
    'gateway',
    'publisher',
    'The backend only speaks https; the gateway is configured for http.',
  ),
  login_redirect: entry(
    'service',
    'client',
    'caller',
    'The service sends the caller to its own login page.',
  ),
  redirect_to_private_address: entry(
    'backend',
    'service',
    'backend',
    'The service sends the caller to an address that only it can reach.',
  ),

  // the access layer in front of the service
  access_layer_denied: entry(
    'access_layer',
    'access_layer',
    'publisher',
    'The access layer refused the address or path.',
  ),
  access_layer_not_found: entry(
    'access_layer',
    'access_layer',
    'publisher',
    'The access layer knows no such host or path.',
  ),
  access_layer_unknown_host: entry(
    'access_layer',
    'access_layer',
    'publisher',
    'The access layer has no site for the Host that was sent.',
  ),
  access_layer_body_too_large: entry(
    'access_layer',
    'access_layer',
    'publisher',
    "The request body is over the access layer's limit.",
  ),
  access_layer_uri_too_long: entry(
    'access_layer',
    'access_layer',
    'publisher',
    "The address is over the access layer's limit.",
  ),
  access_layer_head_too_large: entry(
    'access_layer',
    'access_layer',
    'publisher',
    "The request header is over the access layer's limit.",
  ),
  access_layer_wants_https: entry(
    'access_layer',
    'gateway',
    'publisher',
    'Plain HTTP was sent to an https port.',
  ),
  access_layer_wants_certificate: entry(
    'access_layer',
    'gateway',
    'publisher',
    'The access layer wants a client certificate.',
  ),
  access_layer_wants_login: entry(
    'access_layer',
    'client',
    'caller',
    'The access layer wants a login of its own.',
  ),
  access_layer_rate_limited: entry(
    'access_layer',
    'access_layer',
    'backend',
    'The access layer limits the rate.',
  ),
  access_layer_refused_request: entry(
    'access_layer',
    'client',
    'caller',
    'The access layer does not accept the request.',
  ),
  access_layer_blocked: entry(
    'access_layer',
    'access_layer',
    'publisher',
    'A web application firewall blocked the request.',
  ),
  access_layer_bad_gateway: entry(
    'access_layer',
    'access_layer',
    'backend',
    'The access layer got no valid answer from the service behind it.',
  ),
  access_layer_no_upstream: entry(
    'access_layer',
    'access_layer',
    'backend',
    'The access layer has no live service behind it, or is limiting.',
  ),
  access_layer_timeout: entry(
    'access_layer',
    'access_layer',
    'backend',
    'The service behind the access layer did not answer it in time.',
  ),
  access_layer_error: entry('access_layer', 'access_layer', 'backend', 'The access layer failed.'),

  // the framework or the service
  service_host_refused: entry(
    'service',
    'service',
    'backend',
    'The framework does not accept the Host that was sent.',
  ),
  service_csrf_refused: entry(
    'service',
    'client',
    'caller',
    'The framework misses a valid CSRF token.',
  ),
  service_media_type: entry(
    'service',
    'client',
    'caller',
    'The service does not take this Content-Type.',
  ),
  service_route_not_found: entry(
    'service',
    'client',
    'caller',
    'The framework has no route for this path.',
  ),
  service_unauthorized: entry(
    'service',
    'client',
    'caller',
    'The service wants credentials of its own.',
  ),
  service_forbidden: entry('service', 'client', 'caller', 'The service refuses this caller.'),
  service_not_found: entry(
    'service',
    'client',
    'caller',
    'The service does not have what was asked for.',
  ),
  service_method_refused: entry(
    'service',
    'client',
    'caller',
    'The service does not take this method here.',
  ),
  service_rate_limited: entry('service', 'client', 'caller', 'The service limits the rate.'),
  service_refused_request: entry(
    'service',
    'client',
    'caller',
    'The service does not accept the request.',
  ),
  service_error: entry('service', 'service', 'backend', 'The service failed.'),
  service_error_in_success: entry(
    'service',
    'service',
    'backend',
    'The status says success, the body says error.',
  ),

  // behind the gateway, writer unknown
  backend_refused_request: entry(
    'backend',
    'unsure',
    'backend',
    'Something behind the gateway refused the request.',
  ),
  backend_error: entry('backend', 'unsure', 'backend', 'Something behind the gateway failed.'),
  writer_unclear: entry(
    'backend',
    'unsure',
    'backend',
    'Two strong signs disagree about who wrote the answer.',
  ),

  // a call that got no answer at all: pasted, or made by `faultline call`
  call_name_unknown: entry(
    'none',
    'network',
    'caller',
    "The caller's machine could not resolve the name.",
  ),
  call_refused: entry(
    'none',
    'network',
    'operator',
    'Nothing accepts connections at the address called.',
  ),
  call_unreachable: entry(
    'none',
    'network',
    'caller',
    'There is no way from the caller to the address.',
  ),
  call_connect_timeout: entry(
    'none',
    'network',
    'caller',
    'The address called did not answer the connection.',
  ),
  call_tls_failed: entry(
    'none',
    'network',
    'caller',
    'The TLS handshake with the address called failed.',
  ),
  call_certificate_refused: entry(
    'none',
    'unsure',
    'caller',
    'The caller does not trust the certificate it was shown.',
  ),
  call_reset: entry('none', 'unsure', 'caller', 'The connection was cut before an answer.'),
  call_empty_reply: entry('none', 'unsure', 'caller', 'The other side closed without an answer.'),
  call_gave_up: entry('none', 'unsure', 'caller', 'The caller gave up waiting.'),
  call_interrupted: entry('none', 'unsure', 'caller', 'The text ends before any answer.'),
  call_malformed: entry(
    'none',
    'client',
    'caller',
    'The call itself is malformed; nothing was sent.',
  ),
  call_too_many_redirects: entry(
    'backend',
    'unsure',
    'publisher',
    'The answers redirect in a circle.',
  ),
  status_only: entry(
    'backend',
    'unsure',
    'caller',
    'Only a status is left; who wrote it cannot be told.',
  ),
  answer_cut: entry('backend', 'unsure', 'backend', 'An answer began and broke off.'),
  gateway_error_unlisted: entry(
    'gateway',
    'unsure',
    'operator',
    'A gateway error of a code that is not listed here.',
  ),
  nothing_recognised: entry('none', 'unsure', 'caller', 'No response was recognised in the text.'),
} satisfies Record<string, VerdictKeyEntry>

export type VerdictOnlyKey = keyof typeof verdictKeys

export const verdictOnlyKeys: readonly VerdictOnlyKey[] =
  Object.keys(verdictKeys).filter(isVerdictOnlyKey)

export function isVerdictOnlyKey(key: string): key is VerdictOnlyKey {
  return Object.hasOwn(verdictKeys, key)
}

export function verdictKeyEntry(key: VerdictOnlyKey): VerdictKeyEntry {
  return verdictKeys[key]
}

function entry(responder: Responder, fault: Fault, owner: Owner, title: string): VerdictKeyEntry {
  return { responder, fault, owner, title }
}
