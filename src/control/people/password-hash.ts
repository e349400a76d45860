import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ApiProblem } from '../problem.ts'

/** Passwords are kept as argon2id (RFC 9106), with the parameters beside each hash in PHC form, so that
 *  they can grow: a hash of weaker ones is made anew at the next sign-in. */
const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)

/** What OWASP recommends at least (Password Storage Cheat Sheet, 2025): 19 MiB, two passes, one lane. */
const present: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

export async function hashPassword(password: string, cost: Cost = present): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derived(password, nonce, cost)
  const { memory, passes, parallelism } = cost
  const parameters = `m=${memory},t=${passes},p=${parallelism}`
  return `$argon2id$v=19$${parameters}$${base64(nonce)}$${base64(tag)}`
}

/** '' for `encoded`, where there is no such user or no password: takes as long as any other, so that the
 *  time tells nothing. */
export async function isPassword(password: string, encoded: string): Promise<boolean> {
  const kept = partsOf(encoded === '' ? await (nobodys ??= hashOfNobody()) : encoded)
  const tag = await derived(password, kept.nonce, kept.cost)
  return timingSafeEqual(tag, kept.tag) && encoded !== ''
}

let nobodys: Promise<string> | undefined

/** Of a random password that nobody knows. */
function hashOfNobody(): Promise<string> {
  return hashPassword(randomBytes(32).toString('hex'))
}

export function isOutdated(encoded: string): boolean {
  const { memory, passes, parallelism } = partsOf(encoded).cost
  return memory < present.memory || passes < present.passes || parallelism !== present.parallelism
}

/** Takes a thread of libuv's pool and 19 MiB each, so only two at a time (50 ms each); who waits behind
 *  more than 30 others is told to come again. */
async function derived(password: string, nonce: Uint8Array, cost: Cost): Promise<Buffer> {
  if (waiting.length >= mostWaiting) {
    throw new ApiProblem('sign_in_busy', 'Try again in 5 s.', { retryAfter: 5 })
  }
  if (running < mostAtOnce) running++
  else await new Promise<void>((resolve) => waiting.push(resolve)) // takes over the place of another
  try {
    const message = password.normalize('NFKC') // one password, however a keyboard composes it
    return await derive('argon2id', { message, nonce, tagLength, ...cost })
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

const mostAtOnce = 2
const mostWaiting = 30
let running = 0
const waiting: (() => void)[] = []

function partsOf(encoded: string): { cost: Cost; nonce: Buffer; tag: Buffer } {
  const found =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(encoded)
  if (found === null) throw new Error('a kept password is not in PHC form')
  const [, memory, passes, parallelism, nonce = '', tag = ''] = found
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
