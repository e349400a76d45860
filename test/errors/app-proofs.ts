import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importPKCS8, SignJWT, type JWTPayload } from 'jose'
import { appOnly, credentials, demoCredentials, type Lab } from './lab.ts'
import type { Proof } from './proof.ts'

/** Application identities that are missing or wrong, on one resource that needs an application. */
const claimed = (key: Proof['key'], how: string, headers: Record<string, string>): Proof => ({
  key,
  means: 'request',
  how,
  prepare: needsApp(key),
  provoke: (lab) => lab.refused({ path: `/${key}`, headers }),
})

function needsApp(key: string, auth: object = appOnly): (lab: Lab) => void {
  return (lab) => lab.resource(key, 'http://127.0.0.1:1', { auth })
}

/** A JWT signed with the gateway's own key, as a gateway in front of this one would forward it. */
const forwarded = (key: Proof['key'], how: string, payload: JWTPayload, auth: object): Proof => ({
  key,
  means: 'fault',
  how,
  prepare: needsApp(key, auth),
  provoke: async (lab) => {
    const pem = readFileSync(join(lab.gateway.dataFolder, 'keys', 'proof.pem'), 'utf8')
    const jwt = await new SignJWT({ iss: 'APIGW', ...payload })
      .setProtectedHeader({ alg: 'RS512', kid: 'proof', typ: 'JWT' })
      .setNotBefore('-5m')
      .setExpirationTime('25m')
      .sign(await importPKCS8(pem, 'RS512'))
    return lab.refused({ path: `/${key}`, headers: credentials({ jwt }) })
  },
})

const app = { version: 1, app_code: 'demo-app', verified: true, valid_error_message: '' }
const user = { version: 1, username: 'admin', verified: true, valid_error_message: '' }
const appAndUser = { app: true, user: true, permission: false }

export const appProofs: readonly Proof[] = [
  claimed('app_missing', 'no credentials', {}),
  claimed(
    'app_code_too_long',
    'a code of 33 characters',
    credentials({ bk_app_code: 'a'.repeat(33), bk_app_secret: 'x' }),
  ),
  claimed(
    'app_secret_too_long',
    'a secret of 129 characters',
    credentials({ bk_app_code: 'demo-app', bk_app_secret: 'x'.repeat(129) }),
  ),
  claimed(
    'app_secret_missing',
    'a code without a secret',
    credentials({ bk_app_code: 'demo-app' }),
  ),
  claimed(
    'app_not_found',
    'a code that nobody has',
    credentials({ bk_app_code: 'no-such-app', bk_app_secret: 'x' }),
  ),
  claimed(
    'app_secret_wrong',
    "another application's secret",
    credentials({ bk_app_code: 'demo-app', bk_app_secret: 'wrong' }),
  ),
  claimed('credentials_not_json', 'a header in single quotes', {
    'X-Bkapi-Authorization': "{'bk_app_code': 'demo-app'}",
  }),
  {
    key: 'credentials_ambiguous',
    means: 'request',
    how: 'X-Bkapi-Authorization twice',
    prepare: needsApp('credentials_ambiguous'),
    provoke: (lab) => {
      const once = lab.bytes({ path: '/credentials_ambiguous', headers: demoCredentials })
      return lab.raw(once.replace(/(X-Bkapi-Authorization: .*\r\n)/, '$1$1'))
    },
  },
  claimed('access_token_empty', 'an empty access_token', credentials({ access_token: '' })),
  claimed(
    'access_token_unsupported',
    'an access_token where no token service is configured',
    credentials({ access_token: 'some-access-token' }),
  ),
  claimed('jwt_invalid', 'a text that is no JWT', credentials({ jwt: 'not-a-jwt' })),
  forwarded('jwt_no_app', 'a JWT of the gateway that names no application', { user }, appOnly),
  forwarded(
    'jwt_app_unverified',
    'a JWT of the gateway with an unverified application',
    { app: { ...app, verified: false, valid_error_message: 'no secret' }, user },
    appOnly,
  ),
  forwarded('jwt_no_user', 'a JWT of the gateway that names no user', { app }, appAndUser),
  forwarded(
    'jwt_user_unverified',
    'a JWT of the gateway with an unverified user',
    { app, user: { ...user, verified: false, valid_error_message: 'no token' } },
    appAndUser,
  ),
]
