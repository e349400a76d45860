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
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
    const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6'
    return isLinkLocalAddress(plain) || refused.check(plain, family)
  }
}

/** Metadata services of clouds that are not link-local: Alibaba, Oracle and Azure. */
const metadataServices = ['100.100.100.200', '192.0.0.192', '168.63.129.16']
