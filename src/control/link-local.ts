import { BlockList, isIP } from 'node:net'

/** Addresses that no probe connects to: the metadata services of clouds answer there. */
const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4') // RFC 3927
linkLocal.addSubnet('fe80::', 10, 'ipv6') // RFC 4291 section 2.5.6
linkLocal.addSubnet('fd00:ec2::', 32, 'ipv6') // the metadata service of EC2 over IPv6

export function isLinkLocalAddress(address: string): boolean {
  return linkLocal.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
}
