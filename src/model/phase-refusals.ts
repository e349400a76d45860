import type { ErrorKey } from './error-table.ts'

/** What the phases of a request refuse with, each by itself; what plugins refuse with is said by them. A test
 *  holds that every key of the error table is said by somebody, and another what happens to what is said. */
export type Phase = 'read' | 'match' | 'admit' | 'forward' | 'relay' | 'any'

export const phaseRefusals = {
  /** The caller's bytes, before anybody looks at what they ask for. */
  read: [
    'malformed_request',
    'path_ambiguous',
    'client_timeout',
    'body_too_large',
    'uri_too_long',
    'expectation',
    'head_too_large',
    'http_version',
  ],
  match: ['gateway_not_found', 'stage_not_released', 'resource_not_found', 'method_not_allowed'],
  /** Beside what the plugins say. */
  admit: ['credentials_ambiguous', 'plugin_failed'],
  forward: [
    'no_endpoint',
    'dns_not_found',
    'dns_no_address',
    'dns_failed',
    'dns_timeout',
    'backend_refused',
    'backend_unreachable',
    'backend_connect_timeout',
    'backend_connect_reset',
    'gateway_out_of_sockets',
    'tls_certificate_expired',
    'tls_certificate_wrong_host',
    'tls_certificate_untrusted',
    'tls_plain_http',
    'tls_alert',
    'tls_closed',
    'tls_timeout',
    'tls_failed',
    'backend_closed_early',
    'backend_reset',
    'backend_reset_sending',
    'keepalive_race',
    'backend_head_incomplete',
    'backend_not_http',
    'backend_speaks_tls',
    'backend_speaks_http2',
    'backend_invalid_head',
    'backend_head_too_large',
    'backend_upgrade_failed',
    'backend_first_byte_timeout',
    'backend_head_timeout',
    'backend_send_timeout',
    'backend_total_timeout',
  ],
  relay: [
    'client_stalled',
    'backend_body_incomplete',
    'backend_body_reset',
    'backend_body_timeout',
    'backend_body_invalid',
  ],
  /** Whenever it happens. */
  any: ['client_closed', 'gateway_bug', 'gateway_stopping', 'worker_lost'],
} as const satisfies Record<Phase, readonly ErrorKey[]>
