import type { TlsFailed } from './tls-handshake.ts'

/** What the TLS library's words mean. Also for errors after the handshake: TLS 1.3 refuses a client
 *  certificate only then. */
interface TlsAlert {
  /** 'handshake failure' (RFC 8446 section 6). */
  readonly name: string
  readonly number: string
}

/** The alert that the peer sent, undefined where the error is something else. */
export function tlsAlertOf(error: NodeJS.ErrnoException): TlsAlert | undefined {
  const number = /SSL alert number (\d+)/.exec(error.message)?.[1]
  if (number === undefined) return undefined
  return { number, name: alertNames[number] ?? 'unknown' }
}

/** The peer's first bytes were no TLS record. */
export function isNotTls(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ERR_SSL_WRONG_VERSION_NUMBER'
}

/** undefined: the connection ended without an error. */
export function handshakeFailure(
  error: NodeJS.ErrnoException | undefined,
): Pick<TlsFailed, 'key' | 'facts' | 'errno' | 'tlsAlert' | 'detail'> {
  const none = { facts: {}, errno: '', tlsAlert: '', detail: '' }
  if (error === undefined) return { ...none, key: 'tls_closed' }
  const alert = tlsAlertOf(error)
  if (alert !== undefined) {
    const facts = { alert: `${alert.name} (${alert.number})` }
    return { ...none, key: 'tls_alert', facts, tlsAlert: alert.number, detail: wordsOf(error) }
  }
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') {
    // Without a system call it is Node's word for a FIN, not a reset.
    const isReset = error.syscall !== undefined
    const detail = isReset ? 'reset by the peer' : 'closed by the peer'
    return { ...none, key: 'tls_closed', errno: isReset ? error.code : '', detail }
  }
  const reason = wordsOf(error)
  return { ...none, key: 'tls_failed', facts: { reason }, detail: reason }
}

/** OpenSSL's reason without its addresses and file names. */
function wordsOf(error: NodeJS.ErrnoException): string {
  if ('reason' in error && typeof error.reason === 'string' && error.reason !== '') {
    return error.reason
  }
  return error.code ?? error.message
}

const alertNames: Readonly<Record<string, string>> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record mac',
  22: 'record overflow',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'certificate revoked',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown ca',
  49: 'access denied',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  86: 'inappropriate fallback',
  90: 'user canceled',
  109: 'missing extension',
  110: 'unsupported extension',
  112: 'unrecognized name',
  113: 'bad certificate status response',
  115: 'unknown psk identity',
  116: 'certificate required',
  120: 'no application protocol',
}
