/** Tells the backend who calls: X-Bkapi-JWT, signed with the gateway's key. Signing takes a
 *  millisecond, so tokens are kept and shared by everything that says the same. */
import type { KeyObject } from 'node:crypto'
import { identityField } from '../model/answer-marks.ts'
import { MemoKey } from '../model/caller-memo.ts'
import type { Exchange, Identity } from '../model/exchange.ts'
import { headerLine } from '../model/header-edits.ts'
import { proceed, type Outcome, type PluginServices } from '../model/plugin.ts'
import type { GatewayKey } from '../model/release.ts'
import { noUser } from './callers.ts'
import { builtInPlugin } from './define-plugin.ts'
import { issueGatewayToken } from './gateway-token.ts'
import { privateKeyOf } from './signed-token.ts'

export const backendIdentity = builtInPlugin({
  name: 'backend-identity',
  refuses: ['jwt_sign_failed'],
  bind({ release: { gateway } }, services) {
    const identities = identitiesOf(gateway, services)
    return {
      onRequest(exchange) {
        const line = identities.lineFor(exchange.identity)
        if (typeof line === 'string') return append(exchange, line)
        return line.then(
          (text) => append(exchange, text),
          (thrown: unknown) => signFailure(thrown),
        )
      },
    }
  },
})

function append({ toBackend }: Exchange, line: string): Outcome {
  toBackend.header.addRendered(line)
  return proceed
}

function signFailure(thrown: unknown): Outcome {
  const detail = thrown instanceof Error ? thrown.message : 'unknown'
  return { kind: 'reject', key: 'jwt_sign_failed', facts: { detail } }
}

/** Tokens of one gateway, for all its stages and releases. */
class Identities {
  readonly #gateway: string
  readonly #services: PluginServices
  #key: GatewayKey | undefined
  #privateKey: KeyObject | undefined
  #version = -1
  /** The usual caller: a proved application that names no user. By its code, the cheapest key. */
  readonly #apps = new Map<string, Line>()
  readonly #others = new Map<string, Line>()
  readonly #signing = new Map<string, Promise<string>>()

  constructor(gateway: string, services: PluginServices) {
    this.#gateway = gateway
    this.#services = services
  }

  lineFor(identity: Identity): string | Promise<string> {
    const { directory, nowMs } = this.#services
    if (directory.version !== this.#version) this.#readKey()
    const isUsual = identity.appVerified && identity.userReason === noUser.reason
    if (isUsual) {
      const last = lastLine.of(identity.memo)
      if (last?.version === this.#version && last.line.untilMs > nowMs()) return last.line.text
    }
    const lines = isUsual ? this.#apps : this.#others
    const key = isUsual ? identity.appCode : keyOf(identity, this.#isKnown(identity))
    const known = lines.get(key)
    if (known !== undefined && known.untilMs > nowMs()) {
      if (isUsual) lastLine.keep(identity.memo, { version: this.#version, line: known })
      return known.text
    }
    return this.#sign(identity, lines, key)
  }

  #sign(identity: Identity, lines: Map<string, Line>, key: string): Promise<string> {
    const signingKey = `${lines === this.#apps ? 'app' : 'other'}\n${key}`
    const signing = this.#signing.get(signingKey)
    if (signing !== undefined) return signing
    const started = this.#signNow(identity, lines, key).finally(() =>
      this.#signing.delete(signingKey),
    )
    this.#signing.set(signingKey, started)
    return started
  }

  async #signNow(identity: Identity, lines: Map<string, Line>, key: string): Promise<string> {
    const nowMs = this.#services.nowMs()
    const signedWith = this.#key
    if (signedWith === undefined) throw new Error('the gateway has no key')
    this.#privateKey ??= privateKeyOf(signedWith)
    const claims = claimsOf(identity, this.#isKnown(identity))
    const token = await issueGatewayToken(signedWith, this.#privateKey, claims, nowMs)
    const text = headerLine(identityField, token)
    if (this.#key === signedWith) {
      // Only while the key is still the one in use.
      if (lines.size >= mostLines) dropOldest(lines)
      lines.delete(key)
      lines.set(key, { text, untilMs: nowMs + lineLifeMs })
    }
    return text
  }

  /** A directory changes more often than keys do: tokens stay while the key is the same. */
  #readKey(): void {
    this.#version = this.#services.directory.version
    const key = this.#services.directory.keyOf(this.#gateway)
    if (key?.kid === this.#key?.kid && key?.privatePem === this.#key?.privatePem) return
    this.#key = key
    this.#privateKey = undefined
    this.#apps.clear()
    this.#others.clear()
  }

  #isKnown({ appCode }: Identity): boolean {
    return this.#services.directory.secretHashesOf(appCode) !== undefined
  }
}

/** Of the usual caller. The memo belongs to one gateway, as the credentials do. */
const lastLine = new MemoKey<{ readonly version: number; readonly line: Line }>()

interface Line {
  readonly text: string
  readonly untilMs: number
}

/** A token lives 1,500 s, so one that is kept is good for 900 s more. */
const lineLifeMs = 600_000
/** 8,192 lines of about 1 KB. */
const mostLines = 8_192

function dropOldest(lines: Map<string, Line>): void {
  for (const key of lines.keys()) {
    lines.delete(key)
    return
  }
}

/** What is merely claimed is named only where it is a code of ours, and users only where proved:
 *  else anybody could have us sign without end, a millisecond for each name thought up. */
function claimsOf(
  identity: Identity,
  isKnownApp: boolean,
): Parameters<typeof issueGatewayToken>[2] {
  const { appCode, appVerified, appReason, username, userVerified, userReason } = identity
  return {
    app: {
      code: appVerified || isKnownApp ? appCode : '',
      isVerified: appVerified,
      reason: appReason,
    },
    user: {
      name: userVerified ? username : '',
      isVerified: userVerified,
      reason: userReason,
    },
  }
}

function keyOf(identity: Identity, isKnownApp: boolean): string {
  if (identity.appVerified && identity.userVerified) {
    return `both\n${identity.appCode}\n${identity.username}`
  }
  const { app, user } = claimsOf(identity, isKnownApp)
  return [app.code, app.isVerified, app.reason, user.name, user.isVerified, user.reason].join('\n')
}

const identitiesOfServices = new WeakMap<PluginServices, Map<string, Identities>>()

function identitiesOf(gateway: string, services: PluginServices): Identities {
  const ofServices = identitiesOfServices.get(services) ?? new Map<string, Identities>()
  identitiesOfServices.set(services, ofServices)
  const known = ofServices.get(gateway)
  if (known !== undefined) return known
  const created = new Identities(gateway, services)
  ofServices.set(gateway, created)
  return created
}
