import { busyReason } from '../network/port-check.ts'
import { StartProblem } from './start-problem.ts'

/** One sentence for the operator about an address that cannot be listened on. */
export function listenSentence(
  flag: string,
  { host, port }: { host: string; port: number },
  code: string,
): string {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  switch (code) {
    case 'EADDRINUSE':
      return `${flag} ${place} is in use by another program. Stop that one, or choose another port.`
    case 'EACCES':
      return `${flag} ${place} may not be used by this user: ports below 1024 need a privilege. Choose a higher port.`
    case 'EADDRNOTAVAIL':
      return `${flag} ${place} is no address of this machine. Choose 127.0.0.1, 0.0.0.0, or an address of it.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${flag} ${place}: the host name is unknown. Write an address, like 127.0.0.1:8800.`
    default:
      return `${flag} ${place} cannot be listened on (${code}). Choose another address or port.`
  }
}

/** Both addresses are checked before anything is started. */
export async function requireFree(
  flag: string,
  address: { host: string; port: number },
): Promise<void> {
  const code = await busyReason(address)
  if (code !== '') throw new StartProblem(listenSentence(flag, address, code))
}

export function urlOf(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** How this machine reaches what listens there: every address means the loopback too. */
export function loopbackUrl(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}
