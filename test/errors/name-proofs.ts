import type { DnsReply } from '../dns-server.ts'
import type { Proof } from './proof.ts'

/** Names that do not lead to an address, asked from a name server that the gateway was told to ask. */
interface Sketch {
  readonly key: Proof['key']
  readonly how: string
  /** undefined: the name server does not know the name. */
  readonly reply: DnsReply | undefined
}

const sketches: readonly Sketch[] = [
  { key: 'dns_not_found', how: 'the name server says NXDOMAIN', reply: undefined },
  {
    key: 'dns_no_address',
    how: 'the name server knows the name, without an address',
    reply: { addresses: [] },
  },
  { key: 'dns_failed', how: 'the name server says SERVFAIL', reply: { rcode: 'SERVFAIL' } },
  { key: 'dns_timeout', how: 'the name server says nothing', reply: 'silence' },
]

export const nameProofs: readonly Proof[] = sketches.map(({ key, how, reply }) => ({
  key,
  means: 'scripted peer',
  how,
  prepare: async (lab) => {
    const name = `${key.replaceAll('_', '-')}.backend.test`
    const server = await lab.nameServer()
    if (reply !== undefined) {
      server.reply(name, 'A', reply)
      server.reply(name, 'AAAA', reply)
    }
    lab.resource(key, {
      hosts: [{ url: `http://${name}:80` }],
      retries: 0,
      timeoutMs: { dns: 500 },
    })
  },
  provoke: (lab) => lab.refused({ path: `/${key}` }),
}))
