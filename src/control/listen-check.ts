import { createServer } from 'node:net'

/** Is the address free? Binds it once without SO_REUSEPORT, because workers listen with it: a busy
 *  port would then not be an error but a shared one, and half the callers would reach the other
 *  program. Returns the error code, '' if it is free. */
export function busyReason(address: { host: string; port: number }): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ ...address, exclusive: true }, () => server.close(() => resolve('')))
  })
}

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
