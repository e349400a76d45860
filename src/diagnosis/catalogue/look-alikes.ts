import type { VerdictKey } from '../finding.ts'

/** Keys that people take for one another; in each group what differs is said by the titles. */
const groups: readonly (readonly VerdictKey[])[] = [
  // the gateway did not get through; and the same between caller and gateway
  ['backend_refused', 'backend_connect_timeout', 'backend_unreachable', 'backend_connect_reset'],
  ['backend_refused', 'dns_not_found', 'access_layer_bad_gateway', 'call_refused'],
  ['dns_not_found', 'dns_no_address', 'dns_failed', 'dns_timeout', 'call_name_unknown'],
  ['call_refused', 'call_connect_timeout', 'call_unreachable', 'call_name_unknown'],
  ['call_reset', 'call_empty_reply', 'call_gave_up', 'call_interrupted'],
  // one status, several writers
  ['backend_closed_early', 'backend_reset', 'keepalive_race', 'access_layer_bad_gateway'],
  ['no_endpoint', 'access_layer_no_upstream', 'gateway_stopping', 'gateway_out_of_sockets'],
  ['backend_first_byte_timeout', 'access_layer_timeout', 'backend_connect_timeout'],
  ['backend_first_byte_timeout', 'backend_total_timeout', 'client_closed', 'call_gave_up'],
  ['gateway_bug', 'plugin_failed', 'service_error', 'access_layer_error'],
  ['app_no_permission', 'permission_expired', 'ip_not_allowed'],
  ['app_no_permission', 'access_layer_denied', 'service_forbidden'],
  ['ip_not_allowed', 'access_layer_denied', 'access_layer_blocked', 'access_layer_refused_request'],
  ['gateway_not_found', 'stage_not_released', 'resource_not_found', 'method_not_allowed'],
  ['resource_not_found', 'access_layer_not_found', 'service_route_not_found', 'service_not_found'],
  ['method_not_allowed', 'service_method_refused'],
  ['body_too_large', 'access_layer_body_too_large', 'backend_reset_sending'],
  ['uri_too_long', 'access_layer_uri_too_long'],
  ['head_too_large', 'access_layer_head_too_large', 'backend_head_too_large'],
  ['stage_global_rate_limited', 'stage_rate_limited', 'resource_rate_limited'],
  ['stage_rate_limited', 'concurrency_limited', 'service_rate_limited'],
  ['resource_rate_limited', 'access_layer_rate_limited', 'service_rate_limited'],
  // identity
  ['app_missing', 'app_secret_missing', 'user_missing', 'credentials_not_json'],
  ['app_missing', 'service_unauthorized', 'access_layer_wants_login'],
  ['app_not_found', 'app_secret_wrong', 'app_code_too_long', 'app_secret_too_long'],
  ['credentials_not_json', 'credentials_ambiguous'],
  ['access_token_empty', 'access_token_unsupported', 'jwt_invalid'],
  ['jwt_invalid', 'jwt_no_app', 'jwt_app_unverified'],
  ['jwt_invalid', 'jwt_no_user', 'jwt_user_unverified'],
  ['user_missing', 'user_unverified', 'user_token_invalid', 'jwt_no_user'],
  ['user_token_invalid', 'user_service_failed', 'user_auth_not_configured'],
  // the request itself
  ['malformed_request', 'path_ambiguous', 'http_version', 'expectation', 'call_malformed'],
  ['service_refused_request', 'access_layer_refused_request', 'backend_refused_request'],
  ['service_media_type', 'service_refused_request', 'service_csrf_refused'],
  ['client_timeout', 'client_closed', 'call_interrupted'],
  ['client_stalled', 'client_timeout', 'client_closed'],
  // a wrong scheme, port or certificate
  ['tls_plain_http', 'backend_speaks_tls', 'access_layer_wants_https', 'https_redirect'],
  ['backend_not_http', 'backend_speaks_tls', 'backend_speaks_http2'],
  ['tls_certificate_expired', 'tls_certificate_wrong_host', 'tls_certificate_untrusted'],
  ['tls_certificate_untrusted', 'call_certificate_refused', 'access_layer_wants_certificate'],
  ['tls_alert', 'tls_closed', 'tls_timeout', 'tls_failed', 'call_tls_failed'],
  // an answer that broke
  ['backend_body_incomplete', 'backend_body_reset', 'backend_body_timeout', 'answer_cut'],
  ['client_stalled', 'backend_body_timeout', 'answer_cut'],
  ['backend_body_incomplete', 'backend_body_invalid', 'backend_invalid_head'],
  ['backend_head_incomplete', 'backend_invalid_head', 'backend_closed_early'],
  ['backend_head_timeout', 'backend_first_byte_timeout', 'backend_body_timeout'],
  ['backend_reset_sending', 'backend_send_timeout'],
  ['backend_upgrade_failed', 'tunnel_closed'],
  // the gateway's own
  ['invalid_resource_config', 'recursive_request', 'user_auth_not_configured', 'no_endpoint'],
  ['jwt_sign_failed', 'plugin_failed', 'gateway_bug'],
  ['worker_lost', 'gateway_stopping', 'call_reset', 'call_empty_reply'],
  // redirects, hosts, imitations, nothing wrong
  ['redirected', 'https_redirect', 'login_redirect', 'call_too_many_redirects'],
  ['redirect_to_private_address', 'redirected', 'https_redirect', 'call_refused'],
  ['login_redirect', 'service_unauthorized', 'service_csrf_refused'],
  ['access_layer_unknown_host', 'access_layer_not_found', 'service_host_refused'],
  ['backend_imitates_gateway', 'gateway_error_unlisted', 'writer_unclear'],
  ['backend_error', 'service_error', 'access_layer_error', 'writer_unclear'],
  ['service_error_in_success', 'service_error', 'answered'],
  ['answered', 'mock_answer', 'gateway_page', 'preflight_answer'],
  ['status_only', 'nothing_recognised', 'not_explained'],
]

/** In the order in which the groups name them. */
export function lookAlikesOf(key: VerdictKey): readonly VerdictKey[] {
  const found = groups.filter((group) => group.includes(key)).flat()
  return [...new Set(found)].filter((other) => other !== key)
}
