import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { ConnectTarget } from './connect.ts'

/** What outlives one TLS connection of a worker: authorities read once (16 ms for the default 150),
 *  and sessions, which save a round trip and the asymmetric cryptography. */
const contexts = new Map<string, SecureContext>()
const sessions = new Map<string, Buffer>()

/** Bounds only; both hold one entry for each distinct setting of the definitions. */
const mostContexts = 200
const mostSessions = 2_000

/** `ca` is added to the default authorities; it replaces none. */
export function trustOf(ca: string): SecureContext {
  const known = contexts.get(ca)
  if (known !== undefined) return known
  const context =
    ca === '' ? createSecureContext() : createSecureContext({ ca: [...getCACertificates(), ca] })
  keep(contexts, ca, context, mostContexts)
  return context
}

export function rememberedSession(target: ConnectTarget): Buffer | undefined {
  return sessions.get(sessionKey(target))
}

export function rememberSession(target: ConnectTarget, session: Buffer): void {
  keep(sessions, sessionKey(target), session, mostSessions)
}

/** A resumed session is not verified again, so it is only used where everything that was verified is
 *  the same. */
function sessionKey({ host, port, tls }: ConnectTarget): string {
  return [host, port, tls.serverName, tls.verify, tls.ca].join('\n')
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= most) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
