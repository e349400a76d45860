/** Lists of addresses and CIDR ranges, and whether an address lies in one. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [Address, number]

/** Reads `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`; undefined if the text is none of them. */
export function readRange(text: string): Range | undefined {
  // Only the usual four-part form: ipaddr.js also reads 10.1 or 0x7f.1, which people do not mean.
  if (!text.includes(':') && !/^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(text)) return undefined
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    return undefined // ipaddr.js says by throwing that the text is no address
  }
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
