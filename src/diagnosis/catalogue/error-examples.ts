import type { Facts } from '../../model/attribution.ts'
import type { ErrorKey } from '../../model/error-table.ts'

/** What differs from error to error in the answer of the gateway. */
export interface ErrorExample {
  /** Values for the message. */
  readonly facts?: Facts
  /** Parameters of Proxy-Status. */
  readonly parameters?: string
  /** Lines of the header that only this error has. */
  readonly lines?: readonly string[]
}

/** The request was not read to its end. */
const closing = ['Connection: close']

const noRoute = (reason: string, path: string, method = 'GET'): ErrorExample => ({
  facts: { method, path, reason },
})

const limited = (plugin: string, limit: number): ErrorExample => ({
  lines: [
    `X-Bkapi-RateLimit-Limit: ${limit}`,
    'X-Bkapi-RateLimit-Remaining: 0',
    'X-Bkapi-RateLimit-Reset: 42',
    `X-Bkapi-RateLimit-Plugin: bk-${plugin}`,
    'Retry-After: 42',
  ],
})

export const errorExamples: Readonly<Partial<Record<ErrorKey, ErrorExample>>> = {
  malformed_request: {
    facts: { reason: 'white space between a field name and its colon' },
    lines: closing,
  },
  path_ambiguous: { facts: { reason: 'dot segment in the path' }, lines: closing },
  client_timeout: {
    facts: { reason: 'the request header was not complete in time' },
    lines: closing,
  },
  body_too_large: { facts: { size: 52_428_800, limit: 41_943_040 } },
  uri_too_long: { facts: { size: 9_020, limit: 8_192 }, lines: closing },
  expectation: { lines: closing },
  head_too_large: { facts: { reason: 'header larger than 16384 bytes' }, lines: closing },
  http_version: { facts: { reason: 'HTTP/3.0 is not spoken here' }, lines: closing },

  gateway_not_found: noRoute('no gateway shpo', '/api/shpo/prod/orders/7'),
  stage_not_released: noRoute(
    'gateway shop has no released stage test; released: prod',
    '/api/shop/test/orders/7',
  ),
  resource_not_found: noRoute('no resource has this path', '/api/shop/prod/order/7'),
  method_not_allowed: {
    ...noRoute('this path answers to GET', '/api/shop/prod/orders/7', 'DELETE'),
    lines: ['Allow: GET'],
  },

  credentials_ambiguous: { lines: closing },
  jwt_invalid: { facts: { reason: 'JWT Token invalid' } },
  user_token_invalid: { facts: { reason: 'the token has expired' } },
  user_service_failed: { facts: { reason: 'the login service gave no verdict' } },

  app_no_permission: { facts: { reason: 'no permission, bk_app_code=demo-app' } },
  permission_expired: { facts: { type: 'resource_permission', app_code: 'demo-app' } },
  ip_not_allowed: { facts: { ip: '198.51.100.7', reason: 'Your IP address is not allowed' } },
  stage_global_rate_limited: limited('stage-global-rate-limit', 1_000),
  stage_rate_limited: limited('stage-rate-limit', 100),
  resource_rate_limited: limited('resource-rate-limit', 10),
  concurrency_limited: { facts: { key: 'shop:prod:get_order:demo-app' } },

  dns_not_found: { parameters: '; rcode="NXDOMAIN"' },
  dns_no_address: { parameters: '; rcode="NOERROR"' },
  dns_failed: { facts: { rcode: 'SERVFAIL' }, parameters: '; rcode="SERVFAIL"' },
  tls_alert: { facts: { alert: 'handshake failure (40)' }, parameters: '; alert-id=40' },
  tls_failed: { facts: { reason: 'the peer does not speak tls' } },

  backend_reset_sending: { lines: closing },
  backend_invalid_head: { facts: { reason: 'more than one Content-Length' } },
  backend_head_too_large: { facts: { reason: 'header larger than 65536 bytes' } },
  backend_upgrade_failed: { parameters: '; received-status=101' },
  backend_send_timeout: { lines: closing },

  plugin_failed: { facts: { plugin: 'rate-limit' } },
  invalid_resource_config: {
    facts: {
      reason:
        'if resource_perm_required is true, verified_app_required must be set to true too, please contact the managers of the gateway to handle.',
    },
  },
  gateway_stopping: { lines: closing },
}
