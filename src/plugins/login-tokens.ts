/** Users' login tokens (`bk_token`), checked by asking the gateway's verification endpoint:
 *  `GET tokenUrl?bk_token=…`, good is 200 with `result: true` and `data.bk_username`. */
import type { PluginServices } from '../model/plugin.ts'
import type { UserAuth } from '../model/release.ts'
import { unverified, verified, type Finding } from './finding.ts'
import { refusalLifeMs, RememberedDecisions, type Decision } from './remembered-decisions.ts'

export interface UserDecision extends Decision {
  readonly user: Finding
}

export class LoginTokens {
  readonly #userAuth: UserAuth | null
  readonly #services: PluginServices
  readonly #known = new RememberedDecisions<UserDecision>(mostTokens)
  /** Requests with the same token wait for one question. */
  readonly #asked = new Map<string, Promise<UserDecision>>()
  #failedUntilMs = 0

  constructor(userAuth: UserAuth | null, services: PluginServices) {
    this.#userAuth = userAuth
    this.#services = services
  }

  /** The endpoint failed a moment ago: a check that nobody requires is not worth waiting for it. */
  get isDown(): boolean {
    return this.#services.nowMs() < this.#failedUntilMs
  }

  verify(token: string): UserDecision | Promise<UserDecision> {
    const { nowMs } = this.#services
    const url = this.#userAuth?.tokenUrl
    if (url === undefined) return { user: unverified('', 'user_auth_not_configured'), untilMs: 0 }
    if (token.length > longestToken) return { user: invalidToken(), untilMs: 0 }
    // Users are no part of the directory, so its version says nothing about them.
    const known = this.#known.get(token, 0, nowMs())
    if (known !== undefined) return known
    const asked = this.#asked.get(token)
    if (asked !== undefined) return asked
    const asking = this.#ask(url, token).finally(() => this.#asked.delete(token))
    this.#asked.set(token, asking)
    return asking
  }

  async #ask(url: string, token: string): Promise<UserDecision> {
    const user = await this.#userOf(url, token)
    const lifeMs = user.isVerified ? tokenLifeMs : refusalLifeMs
    const decision = { user, untilMs: this.#services.nowMs() + lifeMs }
    if (user.isVerified) this.#known.accept(token, decision)
    else this.#known.refuse(token, decision)
    return decision
  }

  async #userOf(url: string, token: string): Promise<Finding> {
    const asked = new URL(url)
    asked.searchParams.set('bk_token', token)
    try {
      const { status, body } = await this.#services.fetchJson(
        asked.href,
        this.#userAuth?.timeoutMs ?? 0,
      )
      if (status === 200 && isObject(body) && body.result === true) {
        const name = isObject(body.data) ? body.data.bk_username : undefined
        if (typeof name === 'string' && name !== '') return verified(name)
      }
      if (status === 200 && isObject(body) && body.result === false) {
        return invalidToken(body.message, token)
      }
      return this.#failed(`the login service answered ${status} without a verdict`)
    } catch (thrown) {
      return this.#failed(thrown instanceof Error ? thrown.message : 'unknown')
    }
  }

  #failed(detail: string): Finding {
    this.#failedUntilMs = this.#services.nowMs() + refusalLifeMs
    // `detail` may name the endpoint: it is for the record, the caller reads `reason`.
    return unverified('', 'user_service_failed', {
      reason: 'the login service gave no verdict',
      detail,
    })
  }
}

const tokenLifeMs = 300_000
const mostTokens = 16_384
const longestToken = 4_096 // characters; login cookies have a few dozen

function invalidToken(message?: unknown, token = ''): Finding {
  const isText = typeof message === 'string' && message !== '' && message.length <= 256
  const reason =
    isText && (token === '' || !message.includes(token)) ? message : 'bk_token is not valid'
  return unverified('', 'user_token_invalid', { reason })
}

function isObject(value: unknown): value is LoginAnswer {
  return typeof value === 'object' && value !== null
}

interface LoginAnswer {
  readonly result?: unknown
  readonly data?: unknown
  readonly message?: unknown
  readonly bk_username?: unknown
}
