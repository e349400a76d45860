/** The test identity of online debugging: an application that is stored nowhere. The control plane signs
 *  a pass with the gateway's own key; whoever holds it is `faultline-debug` and needs no grant, on one
 *  stage, for a minute, on requests that bear the mark of that debug call. Why this is no way around
 *  grants: docs/decisions/debugging.md. */
import { MemoKey, type CallerMemo } from '../model/caller-memo.ts'
import type { RequestView } from '../model/exchange.ts'
import type { GatewayKey, Release } from '../model/release.ts'
import { signedToken } from './signed-token.ts'

const debugApp = 'faultline-debug'

export interface DebugPass {
  readonly gateway: string
  readonly stage: string
  /** X-Request-ID of the call, which its flow record shows. */
  readonly mark: string
}

export function issueDebugPass(key: GatewayKey, pass: DebugPass, nowMs: number): Promise<string> {
  const now = Math.floor(nowMs / 1_000)
  return signedToken(key, now, {
    iss: 'APIGW',
    nbf: now - clockSeconds,
    exp: now + lifeSeconds,
    app: { version: 1, app_code: debugApp, verified: true, valid_error_message: '' },
    [claim]: pass,
  })
}

/** Of a token whose signature was checked; undefined where it is none, or one that another gateway's key
 *  signed: a key opens its own gateway only. */
export function debugPassIn(
  claims: Readonly<Record<string, unknown>>,
  signer: GatewayKey,
): DebugPass | undefined {
  const value = claims[claim]
  if (typeof value !== 'object' || value === null) return undefined
  const { gateway, stage, mark } = value as Partial<Record<keyof DebugPass, unknown>>
  if (gateway !== signer.gateway) return undefined
  return typeof stage === 'string' && typeof mark === 'string' && mark !== ''
    ? { gateway, stage, mark }
    : undefined
}

const passOfCaller = new MemoKey<DebugPass>()

export function rememberPass(memo: CallerMemo | undefined, pass: DebugPass): void {
  passOfCaller.keep(memo, pass)
}

/** Asked only where there is no grant, so that nobody else pays for it. */
export function opensFor(
  memo: CallerMemo | undefined,
  { gateway, stage }: Release,
  request: RequestView,
): boolean {
  const pass = passOfCaller.of(memo)
  if (pass === undefined || pass.gateway !== gateway || pass.stage !== stage) return false
  return request.header('x-request-id') === pass.mark
}

const claim = 'faultline_debug'
/** A debug call takes a minute at most. */
const lifeSeconds = 65
/** Both ends are one machine; its clock may be set back a little. */
const clockSeconds = 5
