import { createServer } from 'node:http'
import { listeningPort } from '../program.ts'
import { refusingPort } from '../scripted-backend.ts'
import { credentials, demoSecret, type Lab } from './lab.ts'
import type { Proof } from './proof.ts'

/** User identities, on gateways with a login service that says no, is down, or is not configured. */
const needsUser = { app: true, user: true, permission: false }
const demo = { bk_app_code: 'demo-app', bk_app_secret: demoSecret }

function asUser(
  key: Proof['key'],
  how: string,
  claim: object,
  userAuth: (lab: Lab) => Promise<object>,
  means: Proof['means'],
): Proof {
  const api = key.replaceAll('_', '-')
  return {
    key,
    means,
    how,
    prepare: async (lab) => {
      lab.api(api, { settings: await userAuth(lab) })
      lab.resource(key, 'http://127.0.0.1:1', { api, auth: needsUser })
    },
    provoke: (lab) =>
      lab.refused({
        path: `/api/${api}/prod/${key}`,
        headers: credentials({ ...demo, ...claim }),
      }),
  }
}

async function sayingNo(lab: Lab): Promise<object> {
  const login = createServer((_request, answer) => {
    answer.setHeader('content-type', 'application/json')
    answer.end(JSON.stringify({ result: false, message: 'the token has expired', data: null }))
  })
  const port = await listeningPort(login)
  lab.owner.after(() => {
    login.closeAllConnections()
    login.close()
  })
  return { userAuth: { tokenUrl: `http://127.0.0.1:${port}/verify` } }
}

async function down(): Promise<object> {
  return { userAuth: { tokenUrl: `http://127.0.0.1:${await refusingPort()}/verify` } }
}

const notConfigured = (): Promise<object> => Promise.resolve({})

export const userProofs: readonly Proof[] = [
  asUser('user_missing', 'an application without a user', {}, sayingNo, 'request'),
  asUser('user_unverified', 'a bare bk_username', { bk_username: 'admin' }, sayingNo, 'request'),
  asUser(
    'user_token_invalid',
    'a bk_token that the login service refuses',
    { bk_token: 'an-expired-token' },
    sayingNo,
    'real program',
  ),
  asUser(
    'user_service_failed',
    'a login service that is down',
    { bk_token: 'some-token' },
    down,
    'real program',
  ),
  asUser(
    'user_auth_not_configured',
    'a resource that needs a user on a gateway without userAuth',
    { bk_token: 'some-token' },
    notConfigured,
    'request',
  ),
]
