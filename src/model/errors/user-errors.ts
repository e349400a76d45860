import type { ErrorEntry } from './entry.ts'

/** The user's identity is missing, wrong, or could not be checked. */
export const userErrors = {
  user_missing: {
    status: 400,
    code: 1640001,
    codeName: 'INVALID_ARGS',
    message: 'Parameters error',
    detail:
      '[reason="user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token"]',
    proxyStatus: 'http_request_error',
    fault: 'client',
    owner: 'caller',
    summary: 'The resource needs a user identity and none was sent.',
    remedy: "Send bk_token (the login cookie's value) or a user token.",
  },
  user_unverified: {
    status: 400,
    code: 1640001,
    codeName: 'INVALID_ARGS',
    message: 'Parameters error',
    detail:
      '[reason="user authentication failed, the user indicated by bk_username is not verified"]',
    proxyStatus: 'http_request_error',
    fault: 'client',
    owner: 'caller',
    summary: 'A bare bk_username is no proof of who the user is.',
    remedy: 'Send bk_token or a user token.',
  },
  user_token_invalid: {
    status: 400,
    code: 1640001,
    codeName: 'INVALID_ARGS',
    message: 'Parameters error',
    detail: '[reason="{reason}"]',
    proxyStatus: 'http_request_error',
    fault: 'client',
    owner: 'caller',
    summary: 'The login service does not accept this bk_token.',
    remedy: 'Log in again, and check that the token is of this environment.',
  },
  user_service_failed: {
    status: 500,
    code: 1650001,
    codeName: 'INTERNAL_SERVER_ERROR',
    message: 'Internal Server Error',
    detail: '[reason="failed to request third-party api, {reason}"]',
    proxyStatus: 'proxy_internal_error',
    fault: 'gateway',
    owner: 'operator',
    summary: 'The service that verifies users could not be asked.',
    remedy:
      'Check the user verification endpoint of this gateway: is it up and reachable from here?',
  },
  user_auth_not_configured: {
    status: 500,
    code: 1650001,
    codeName: 'INTERNAL_SERVER_ERROR',
    message: 'Internal Server Error',
    detail: '[reason="server error: login host is not configured."]',
    proxyStatus: 'proxy_configuration_error',
    fault: 'gateway',
    owner: 'publisher',
    summary: 'The resource needs a user, but the gateway has no way to verify one.',
    remedy: 'Set userAuth on the gateway, or switch user authentication off for the resource.',
  },
} as const satisfies Record<string, ErrorEntry>
