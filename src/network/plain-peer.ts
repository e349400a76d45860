import { connect } from 'node:net'
import { escapedBytes, shownBytes } from './escaped-bytes.ts'
import type { TlsFailed } from './tls-handshake.ts'

/** What a peer says to a TLS ClientHello where it does not speak TLS. Asked on a second connection,
 *  because the TLS library keeps the bytes of the first to itself. `done` gets what came first within
 *  a second, perhaps nothing, and is not called after `cancel`. */
export function askWithoutTls(
  address: string,
  port: number,
  done: (said: Buffer) => void,
): { cancel(): void } {
  const socket = connect({ host: address, port })
  let said: Buffer = Buffer.alloc(0)
  const finish = (): void => {
    if (isOver) return
    stop()
    done(said)
  }
  const timer = setTimeout(finish, answerMs)
  let isOver = false
  const stop = (): void => {
    isOver = true
    clearTimeout(timer)
    socket.destroy()
  }
  socket.on('connect', () => socket.write(clientHello))
  socket.on('error', finish)
  socket.on('close', finish)
  socket.on('end', finish)
  socket.on('data', (bytes) => {
    said = Buffer.concat([said, bytes])
    if (said.length >= enoughBytes) finish()
  })
  return { cancel: stop }
}

/** undefined: it said nothing, or this time it did speak TLS. */
export function plainPeerFailure(
  said: Buffer,
): Pick<TlsFailed, 'key' | 'facts' | 'detail' | 'firstBytes'> | undefined {
  const isTlsRecord = said[0] !== undefined && said[0] >= 0x14 && said[0] <= 0x17 && said[1] === 3
  if (said.length === 0 || isTlsRecord) return undefined
  const firstBytes = escapedBytes(said, shownBytes)
  const detail = 'first bytes taken from a second connection'
  // Python's http.server answers an unreadable request line with the page alone, as HTTP/0.9 would.
  if (/^(HTTP\/\d|<!doctype|<html|<head)/i.test(said.toString('latin1', 0, 16))) {
    return { key: 'tls_plain_http', facts: {}, detail, firstBytes }
  }
  const reason = 'the peer does not speak tls'
  return { key: 'tls_failed', facts: { reason }, detail, firstBytes }
}

const answerMs = 1_000
const enoughBytes = 16

/** A ClientHello (RFC 8446 section 4.1.2) with one cipher suite and no extension. Its session id holds
 *  two line ends, so that servers which read line by line answer at once. */
const clientHello = Buffer.from(
  [
    '160301004f0100004b0303',
    'fa017111e0000000000000000000000000000000000000000000000000000000', // random
    '20', // session id, 32 bytes
    '0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a0d0a',
    '0002002f', // TLS_RSA_WITH_AES_128_CBC_SHA
    '0100', // no compression
    '0000', // no extensions
  ].join(''),
  'hex',
)
