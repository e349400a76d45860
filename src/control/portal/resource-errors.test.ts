import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ErrorKey } from '../../model/error-table.ts'
import type { BackendHost, Release, Resource } from '../../model/release.ts'
import { allPlugins } from '../../plugins/all-plugins.ts'
import { releaseTo } from '../doctor/place-under-test.ts'
import { possibleErrors } from './resource-errors.ts'
import { limitBehind, resourceLimits } from './resource-limits.ts'

const open: Resource = {
  name: 'get_order',
  method: 'GET',
  path: '/orders',
  matchSubpath: false,
  websocket: false,
  auth: { app: false, user: false, permission: false },
  backend: { name: 'default', method: 'GET', path: '/orders' },
  timeoutMs: {},
  bodyLimitBytes: null,
  plugins: [],
}

function keysOf(
  resource: Partial<Resource>,
  release: Partial<Release> = {},
  host: Partial<BackendHost> = {},
): Set<ErrorKey> {
  const at = { ...releaseTo(host), ...release }
  return new Set(possibleErrors(at, { ...open, ...resource }, allPlugins).map(({ key }) => key))
}

const allAuth = { app: true, user: true, permission: true }

const cases: readonly (readonly [
  title: string,
  keys: Set<ErrorKey>,
  has: readonly ErrorKey[],
  hasNot: readonly ErrorKey[],
])[] = [
  [
    'an open resource',
    keysOf({}),
    ['resource_not_found', 'backend_refused'],
    ['app_missing', 'user_missing', 'app_no_permission'],
  ],
  [
    'one that needs an application',
    keysOf({ auth: { ...allAuth, user: false } }),
    ['app_missing', 'app_no_permission', 'permission_expired'],
    ['user_missing', 'user_service_failed', 'invalid_resource_config'],
  ],
  [
    'one that needs a user that nobody can prove',
    keysOf({ auth: allAuth }),
    ['user_missing', 'user_auth_not_configured'],
    ['user_token_invalid'],
  ],
  [
    'one with a login service',
    keysOf(
      { auth: allAuth },
      { userAuth: { tokenUrl: 'http://login', algorithms: [], timeoutMs: 1 } },
    ),
    ['user_token_invalid', 'user_service_failed'],
    ['user_auth_not_configured'],
  ],
  [
    'a stage that reads no X-Bkapi-Authorization',
    keysOf({ auth: allAuth }, { credentials: ['api-key'] }),
    ['app_secret_wrong'],
    ['credentials_not_json', 'access_token_empty'],
  ],
  [
    'a host that is an address',
    keysOf({}, {}, { host: '10.0.0.1' }),
    ['backend_refused'],
    ['dns_not_found', 'dns_timeout'],
  ],
  [
    'a host that is a name',
    keysOf({}, {}, { host: 'orders' }),
    ['dns_not_found', 'backend_speaks_tls'],
    ['tls_alert', 'no_endpoint'],
  ],
  [
    'https',
    keysOf({}, {}, { scheme: 'https' }),
    ['tls_alert', 'tls_certificate_expired', 'tls_plain_http'],
    ['backend_speaks_tls'],
  ],
  [
    'https that is not verified',
    keysOf({}, {}, { scheme: 'https', tls: { serverName: '', ca: '', verify: false } }),
    ['tls_alert'],
    ['tls_certificate_expired'],
  ],
  [
    'a mock',
    keysOf({ plugins: [{ type: 'mock', config: {} }] }),
    ['client_stalled'],
    ['backend_refused', 'backend_body_reset'],
  ],
  [
    'a limit of the stage',
    keysOf({}, { plugins: [{ type: 'rate-limit', config: {} }] }),
    ['stage_rate_limited'],
    ['resource_rate_limited'],
  ],
  [
    'a limit of the resource',
    keysOf({ plugins: [{ type: 'rate-limit', config: {} }] }),
    ['resource_rate_limited'],
    ['stage_rate_limited', 'ip_not_allowed'],
  ],
  ['every method', keysOf({ method: 'ANY' }), ['resource_not_found'], ['method_not_allowed']],
  ['weights of 0', keysOf({}, {}, { weight: 0 }), ['no_endpoint'], []],
]

for (const [title, keys, has, hasNot] of cases) {
  test(`what can happen follows from what is configured: ${title}`, () => {
    assert.deepEqual(
      has.filter((key) => !keys.has(key)),
      [],
    )
    assert.deepEqual(
      hasNot.filter((key) => keys.has(key)),
      [],
    )
  })
}

test('limits are the smallest that hold, and errors name the one that they are about', () => {
  const release = {
    ...releaseTo({}),
    plugins: [
      { type: 'request-body-limit', config: { max_body_size: 100 } },
      { type: 'concurrency-limit', config: { conn: 2, burst: 3 } },
      { type: 'stage-global-rate-limit', config: { rate: { tokens: 5, period: 1 } } },
    ],
  }
  const resource = { ...open, bodyLimitBytes: 200, timeoutMs: { firstByte: 17 } }

  const limits = resourceLimits(release, resource, allPlugins, () => false)

  assert.deepEqual(limits, {
    rates: [
      {
        counted: 'all-callers',
        scope: 'stage',
        app: '',
        windows: [{ limit: 5, periodSeconds: 1 }],
      },
    ],
    concurrency: 5,
    bodyBytes: 100,
    timeoutMs: { connect: 3_000, firstByte: 17, idle: 30_000, total: 600_000 },
    addressesRestricted: false,
  })
  assert.deepEqual(limitBehind('body_too_large', limits, {}), { bytes: 100 })
  assert.deepEqual(limitBehind('backend_first_byte_timeout', limits, { firstByte: 17 }), {
    milliseconds: 17,
  })
  assert.equal(limitBehind('app_missing', limits, {}), null)
})
