/** A name server that answers as a test tells it, over UDP on 127.0.0.1: the failures of real ones on
 *  demand. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED, type Question } from 'dns-packet'

/** What is said about one name and type. `silence`: nothing; `garbage`: two bytes. */
export type DnsReply =
  | {
      readonly addresses: readonly string[]
      readonly ttlSeconds?: number
      readonly delayMs?: number
    }
  | { readonly rcode: DnsRcode; readonly delayMs?: number }
  | 'silence'
  | 'garbage'

export type DnsRcode = keyof typeof rcodes

export interface DnsServer {
  /** address:port */
  readonly address: string
  /** Questions received, as `A name`. */
  readonly questions: readonly string[]
  /** Sets the reply; names without one are NXDOMAIN, types without one are NOERROR and empty. */
  reply(name: string, type: 'A' | 'AAAA', reply: DnsReply): void
  close(): Promise<void>
}

export async function startDnsServer(): Promise<DnsServer> {
  const replies = new Map<string, DnsReply>()
  const names = new Set<string>()
  const questions: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (bytes, peer) => {
    const { id = 0, questions: asked } = decode(bytes)
    for (const question of asked) {
      const name = question.name.toLowerCase()
      questions.push(`${question.type} ${name}`)
      const reply = replies.get(`${question.type} ${name}`) ?? (names.has(name) ? empty : unknown)
      answer(socket, peer, id, question, reply)
    }
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    reply(name, type, reply) {
      names.add(name.toLowerCase())
      replies.set(`${type} ${name.toLowerCase()}`, reply)
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** RFC 1035 section 4.1.1. */
const rcodes = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const

const empty: DnsReply = { addresses: [] }
const unknown: DnsReply = { rcode: 'NXDOMAIN' }

function answer(
  socket: Socket,
  peer: RemoteInfo,
  id: number,
  question: Question,
  reply: DnsReply,
): void {
  if (reply === 'silence') return
  const bytes = reply === 'garbage' ? idBytes(id) : packet(id, question, reply)
  const delayMs = reply === 'garbage' ? 0 : (reply.delayMs ?? 0)
  const send = (): void => socket.send(bytes, peer.port, peer.address, () => {})
  if (delayMs === 0) send()
  else setTimeout(send, delayMs).unref()
}

function packet(id: number, question: Question, reply: Exclude<DnsReply, string>): Buffer {
  const { name, type } = question
  const rcode = 'rcode' in reply ? rcodes[reply.rcode] : 0
  const ttl = 'addresses' in reply ? (reply.ttlSeconds ?? 60) : 0
  const addresses = 'addresses' in reply ? reply.addresses : []
  return encode({
    id,
    type: 'response',
    flags: RECURSION_DESIRED | RECURSION_AVAILABLE | rcode,
    questions: [question],
    answers: addresses.map((data) => ({ name, type, ttl, data })),
  })
}

/** The id of the question and nothing else: too short to be a message. */
function idBytes(id: number): Buffer {
  return Buffer.from([id >> 8, id & 0xff])
}
