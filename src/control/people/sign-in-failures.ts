import { auditedChange } from '../../storage/audited-change.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'

/** Failed sign-ins in the audit: counted by name and minute, so that who guesses a million times does not
 *  fill the disk. Names that nobody has are counted together and not written down: they may be passwords
 *  that were typed into the wrong field. */
export class SignInFailures {
  readonly #database: ControlDatabase
  readonly #counts = new Map<string, { count: number; readonly addresses: Set<string> }>()
  #timer: NodeJS.Timeout | undefined

  constructor(database: ControlDatabase) {
    this.#database = database
  }

  /** `user`: undefined where there is none of the name. */
  note(user: string | undefined, address: string): void {
    const key = user ?? ''
    const noted = this.#counts.get(key) ?? { count: 0, addresses: new Set<string>() }
    noted.count++
    if (noted.addresses.size < mostAddresses) noted.addresses.add(address)
    this.#counts.set(key, noted)
    this.#timer ??= setTimeout(() => void this.write().catch(() => undefined), minuteMs).unref()
  }

  /** What was counted so far. */
  async write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const counts = [...this.#counts]
    this.#counts.clear()
    if (counts.length === 0) return
    await auditedChange(this.#database, { actor: 'nobody', address: '' }, async (_tables, note) => {
      for (const [user, { count, addresses }] of counts) {
        const after = { failures: count, addresses: [...addresses] }
        const path = user === '' ? 'users' : `users/${user}`
        note({ kind: 'session', path, action: 'refuse', before: null, after })
      }
    })
  }
}

const minuteMs = 60_000
const mostAddresses = 3
