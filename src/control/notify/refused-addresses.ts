import { BlockList, isIP } from 'node:net'
import { isLinkLocalAddress } from '../link-local.ts'

/** Where no notification goes: whoever writes a rule names the address, and must not reach with it what
 *  only this machine can. */
export function refusedAddresses(networks: readonly string[]): (address: string) => boolean {
  const refused = new BlockList()
  for (const network of [...metadataServices, ...networks]) {
    const [address = '', prefix] = network.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (prefix === undefined) refused.addAddress(address, family)
    else refused.addSubnet(address, Number(prefix), family)
  }
  const isRefused = (address: string): boolean => {
    // of IPv4 that is written as IPv6 the list knows that it is IPv4
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    return isLinkLocalAddress(address) || refused.check(address, family)
  }
  return (address) => {
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (isRefused(address)) return true
    return unspecified.check(address, family) && ['127.0.0.1', '::1'].some(isRefused)
  }
}

/** Who connects to no address in particular reaches this machine itself (RFC 1122 section 3.2.1.3). */
const unspecified = new BlockList()
unspecified.addSubnet('0.0.0.0', 8, 'ipv4')
unspecified.addAddress('::', 'ipv6')

/** Metadata services of clouds that are not link-local: Alibaba, Oracle and Azure. */
const metadataServices = ['100.100.100.200', '192.0.0.192', '168.63.129.16']
