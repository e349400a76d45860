import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net'
import { ownCopy } from '../model/exchange.ts'

/** Who the caller is: the peer of the connection, or, behind proxies that the
 *  operator named, the right-most hop of X-Forwarded-For that is not one of them. */
export interface ClientAddress {
  /** Canonical text; IPv4 also where it arrived mapped into IPv6. */
  readonly address: string
  readonly family: 'ipv4' | 'ipv6'
  /** The peer is a proxy of ours: what it says in X-Forwarded-* may be believed. Where false, the
   *  result depends on the peer alone. */
  readonly peerTrusted: boolean
}

export interface TrustedProxies {
  /** `forwardedFor`: all X-Forwarded-For fields in order, joined by commas. */
  addressOf(peerAddress: string, forwardedFor: string | undefined): ClientAddress
}

/** `list`: addresses and CIDR ranges; throws on anything else, naming it. */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  if (list.length === 0) return { addressOf: (peerAddress) => untrusted(canonical(peerAddress)) }
  const trusted = new BlockList()
  for (const range of list) addRange(trusted, range)
  return {
    addressOf(peerAddress, forwardedFor) {
      const peer = canonical(peerAddress)
      if (!isTrusted(trusted, peer)) return untrusted(peer)
      const address = lastUntrusted(trusted, peer, forwardedFor ?? '')
      return { address, family: familyOf(address), peerTrusted: true }
    },
  }
}

function untrusted(address: string): ClientAddress {
  return { address, family: familyOf(address), peerTrusted: false }
}

/** Walks the hops from the right. A hop that is no address ends the walk: nobody we can name passed on
 *  what stands left of it, so the last hop known counts. Where all are proxies, the left-most does. */
function lastUntrusted(trusted: BlockList, peer: string, forwardedFor: string): string {
  let known = peer
  for (let end = forwardedFor.length; end > 0;) {
    const comma = forwardedFor.lastIndexOf(',', end - 1)
    const text = forwardedFor.slice(comma + 1, end).trim()
    end = comma
    if (text === '') continue // empty list elements mean nothing (RFC 9110 section 5.6.1)
    const hop = hopAddress(text)
    if (hop === undefined) return known
    known = hop
    if (!isTrusted(trusted, hop)) return known
  }
  return known
}

/** Of `10.0.0.1`, `10.0.0.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`. */
function hopAddress(text: string): string | undefined {
  const address = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1')
  switch (isIP(address)) {
    case 4:
      return ownCopy(address)
    case 6:
      return canonical(new SocketAddress({ address: withoutZone(address), family: 'ipv6' }).address)
    default:
      return undefined
  }
}

/** One text for one address: peers of a dual-stack listener arrive as ::ffff:10.0.0.1. */
function canonical(address: string): string {
  if (!address.includes(':')) return address
  const embedded = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : ''
  return isIPv4(embedded) ? embedded : withoutZone(address)
}

/** The zone of a link-local address names an interface of ours and says nothing about the caller. */
function withoutZone(address: string): string {
  const percent = address.indexOf('%')
  return percent < 0 ? address : address.slice(0, percent)
}

function isTrusted(trusted: BlockList, address: string): boolean {
  return trusted.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

const mappedBits = 96 // of ::ffff:0:0/96

function addRange(trusted: BlockList, range: string): void {
  const [, written = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(range.trim()) ?? []
  const address = hopAddress(written)
  if (address === undefined) throw notARange(range)
  const family = familyOf(address)
  const most = family === 'ipv4' ? 32 : 128
  const isMapped = family === 'ipv4' && written.includes(':')
  const bits = prefix === undefined ? most : Number(prefix) - (isMapped ? mappedBits : 0)
  if (bits < 0 || bits > most) throw notARange(range)
  trusted.addSubnet(address, bits, family)
}

function notARange(range: string): Error {
  return new Error(`not an address or CIDR range: ${JSON.stringify(range)}`)
}
