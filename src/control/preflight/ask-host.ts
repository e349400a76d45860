import type { BackendHost } from '../../model/release.ts'
import type { ErrorKey } from '../../model/error-table.ts'
import { connect, type Connected, type ConnectFailed } from '../../network/connect.ts'
import type { NameAddress } from '../../network/hosts-file.ts'
import { tlsAlertOf } from '../../network/tls-failure.ts'
import { tlsSeen, type TlsSeen } from '../../network/tls-seen.ts'
import { isWhole } from './answer-text.ts'
import { stepMs, type Deadline } from './deadline.ts'

/** One `GET /` to one address of a host, on a connection of its own, without credentials. */
export interface Question {
  readonly host: BackendHost
  readonly address: NameAddress
  readonly hostHeader: string
}

/** What the socket saw. */
export interface Seen {
  readonly question: Question
  /** Why there was no connection. */
  readonly failed: ConnectFailed | undefined
  readonly tls: TlsSeen | undefined
  /** Of the handshake; where it failed, with the connection before it. */
  readonly tlsMs: number
  readonly localAddress: string
  /** What came, as latin1, at most `mostBytes`. */
  readonly text: string
  /** Why nothing more came: the host ended the connection, or was silent for too long. */
  readonly ended: 'complete' | 'closed' | 'silent'
  /** Of the alert that TLS 1.3 may send after the handshake, else ''. */
  readonly key: ErrorKey | ''
  /** From the request to the end of what was read. */
  readonly answerMs: number
}

/** Room for any head that the gateway itself takes, and for the page of an access layer. */
const mostBytes = 65_536
/** Reads after which is looked whether all has come; an answer takes one or two. */
const mostLooks = 200

/** The certificate is looked at and never refused here: what is wrong with it is a finding, and who
 *  answers behind it is worth knowing all the same. */
export function ask(question: Question, deadline: Deadline): Promise<Seen> {
  const { host, address } = question
  const limitMs = deadline.limitMs(stepMs)
  const connectAttempt = deadline.limitMs(2 * stepMs)
  const limits = { dns: limitMs, connect: limitMs, connectAttempt, tls: limitMs }
  const target = { ...host, tls: { ...host.tls, verify: false, fresh: true } }
  const resolved = {
    ok: true,
    addresses: [address],
    fromCache: false,
    ageMs: 0,
    notes: '',
  } as const
  const names = { cached: () => resolved, resolve: () => Promise.resolve(resolved) }
  const startMs = performance.now()
  return new Promise((resolve) => {
    let reading: Reading | undefined
    const receiver = {
      buffer: Buffer.allocUnsafeSlow(mostBytes),
      onBytes: (length: number, bytes: Uint8Array) => {
        reading?.take(Buffer.from(bytes.subarray(0, length)).toString('latin1'))
        return true
      },
    }
    connect(names, target, limits, receiver, (failed, connected) => {
      if (connected === undefined) {
        return resolve({ ...nothing, question, failed, tlsMs: performance.now() - startMs })
      }
      reading = new Reading(question, connected, deadline.limitMs(stepMs), resolve)
    })
  })
}

const nothing = {
  tls: undefined,
  tlsMs: 0,
  localAddress: '',
  text: '',
  ended: 'closed',
  key: '',
  answerMs: 0,
} as const

/** Sends the request and keeps what comes, until it is whole, ends, or takes too long. */
class Reading {
  readonly #question: Question
  readonly #connected: Connected
  readonly #done: (seen: Seen) => void
  readonly #startMs = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly #tls: TlsSeen | undefined
  #text = ''
  #reads = 0
  #isOver = false

  constructor(
    question: Question,
    connected: Connected,
    limitMs: number,
    done: (seen: Seen) => void,
  ) {
    this.#question = question
    this.#connected = connected
    this.#done = done
    this.#timer = setTimeout(() => this.#finish('silent'), limitMs)
    const { socket } = connected
    this.#tls = tlsSeen(socket, false, Date.now()) // a closed socket has no certificate any more
    socket.once('error', (error: NodeJS.ErrnoException) => {
      this.#finish('closed', tlsAlertOf(error) === undefined ? '' : 'tls_alert')
    })
    socket.once('end', () => this.#finish('closed'))
    socket.once('close', () => this.#finish('closed'))
    socket.write(requestText(question.hostHeader))
  }

  take(text: string): void {
    this.#text += text
    this.#reads += 1
    const isEnough = this.#text.length >= mostBytes || !this.#mayBeHttp() || this.#isWhole()
    if (isEnough) this.#finish('complete')
  }

  /** `HTTP/`, as far as it is there. */
  #mayBeHttp(): boolean {
    if (this.#reads > mostLooks) return true
    return 'HTTP/'.startsWith(this.#text.slice(0, 5))
  }

  /** A host that sends byte by byte must not have all of it read anew for each of them: its end, or
   *  that of the time, tells then. */
  #isWhole(): boolean {
    return this.#reads <= mostLooks && isWhole(this.#text)
  }

  #finish(ended: Seen['ended'], key: Seen['key'] = ''): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    const { socket, localAddress, times } = this.#connected
    const tls = this.#tls
    socket.destroy()
    this.#done({
      question: this.#question,
      failed: undefined,
      tls,
      tlsMs: tls === undefined ? 0 : times.tlsMs - times.connectMs,
      localAddress,
      text: this.#text.slice(0, mostBytes),
      ended,
      key,
      answerMs: performance.now() - this.#startMs,
    })
  }
}

function requestText(hostHeader: string): string {
  return [
    'GET / HTTP/1.1',
    `Host: ${hostHeader}`,
    'User-Agent: faultline-probe',
    'Accept: */*',
    'Accept-Encoding: identity',
    'Connection: close',
    '\r\n',
  ].join('\r\n')
}
