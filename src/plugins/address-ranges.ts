/** Lists of addresses and CIDR ranges, and whether an address lies in one. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [Address, number]

/** Reads `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`; undefined if the text is none of them. */
export function readRange(text: string): Range | undefined {
  try {
    if (text.includes(':')) return readSixRange(text)
    // Only the usual four-part form: ipaddr.js also reads 10.1 or 0x7f.1, which people do not mean.
    if (!/^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(text)) return undefined
    return text.includes('/') ? ipaddr.IPv4.parseCIDR(text) : [ipaddr.IPv4.parse(text), 32]
  } catch {
    return undefined // ipaddr.js says by throwing that the text is no address
  }
}

function readSixRange(text: string): Range {
  if (text.includes('/')) return ipaddr.IPv6.parseCIDR(text)
  const address = ipaddr.process(text) // ::ffff:a.b.c.d is the IPv4 address in it
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** An IPv4 address that came as ::ffff:a.b.c.d counts as the IPv4 address it is. */
export function isInRanges(address: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return ranges.some(([base, bits]) => {
    if (parsed instanceof ipaddr.IPv4)
      return base instanceof ipaddr.IPv4 && parsed.match(base, bits)
    return base instanceof ipaddr.IPv6 && parsed.match(base, bits)
  })
}

export type { Range as AddressRange }
