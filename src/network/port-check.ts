import { createServer } from 'node:net'

/** Is the address free? Binds it once without SO_REUSEPORT, because workers listen with it: a busy
 *  port would then not be an error but a shared one, and half the callers would reach the other
 *  program. Resolves with the error code, '' if it is free. */
export function busyReason(address: {
  readonly host: string
  readonly port: number
}): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ ...address, exclusive: true }, () => server.close(() => resolve('')))
  })
}
