import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed, type Outcome } from '../model/plugin.ts'
import type { Release } from '../model/release.ts'
import { appAuth } from './app-auth.ts'
import { issueDebugPass, type DebugPass } from './debug-pass.ts'
import { permission } from './permission.ts'
import {
  decisionOf,
  testExchange,
  testRelease,
  testResource,
  testServices,
  testTimeMs,
} from './plugin-under-test.ts'
import { directoryWithApp, gatewayKey, signedToken, validTimes } from './tokens-under-test.ts'

const pass: DebugPass = { gateway: 'shop', stage: 'prod', mark: 'debug-1' }
const nowMs = testTimeMs

interface Call {
  readonly token: string
  readonly mark?: string
  readonly release?: Partial<Release>
  readonly atMs?: number
}

/** What app-auth and permission decide, where nobody holds a grant. */
function decisions({ token, mark = pass.mark, release = {}, atMs = nowMs }: Call): Outcome[] {
  const at = { release: testRelease(release), resource: testResource(), level: 'built-in' } as const
  const services = testServices({ directory: directoryWithApp(), nowMs: () => atMs })
  const headers = {
    'x-bkapi-authorization': JSON.stringify({ jwt: token }),
    'x-request-id': mark,
  }
  const exchange = testExchange({ ...at, headers })
  return [appAuth, permission].map((plugin) =>
    decisionOf(plugin.bind(undefined, at, services), exchange),
  )
}

function permissionOf(call: Call): string {
  const outcome = decisions(call)[1]
  return outcome?.kind === 'reject' ? outcome.key : JSON.stringify(outcome)
}

test('a pass is an application that needs no grant, and the record says why', async () => {
  const token = await issueDebugPass(gatewayKey, pass, nowMs)

  assert.deepEqual(decisions({ token }), [
    proceed,
    { kind: 'continue', facts: { granted_by: 'debug call' } },
  ])
})

test('a pass opens one stage of one gateway, with its mark, for a minute, and nothing else', async () => {
  const token = await issueDebugPass(gatewayKey, pass, nowMs)
  const elsewhere = await issueDebugPass(gatewayKey, { ...pass, gateway: 'other' }, nowMs)
  const late = { token, atMs: nowMs + 66_000 }

  assert.equal(permissionOf({ token, mark: 'debug-2' }), 'app_no_permission')
  assert.equal(permissionOf({ token, release: { stage: 'test' } }), 'app_no_permission')
  assert.equal(permissionOf({ token, release: { gateway: 'other' } }), 'app_no_permission')
  const ofOther = { token: elsewhere, release: { gateway: 'other' } }
  assert.equal(permissionOf(ofOther), 'app_no_permission', "the key is another gateway's")
  assert.equal(decisions(late)[0]?.kind, 'reject', 'it has expired')
})

test('what a backend is sent, or anybody writes, is no pass', () => {
  const app = { version: 1, app_code: 'faultline-debug', verified: true }
  const toBackend = signedToken({ ...validTimes, app })
  const [header = '', , signature = ''] = toBackend.split('.')
  const claims = { ...validTimes, app, faultline_debug: pass }
  const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`

  assert.equal(permissionOf({ token: toBackend }), 'app_no_permission')
  assert.equal(decisions({ token: forged })[0]?.kind, 'reject')
})
