/** Which header fields the options of a plugin may write. */
import { fieldName, fieldValue } from '../model/header-edits.ts'
import type { OptionProblem } from './define-plugin.ts'

/** Framing and connection are the data plane's (RFC 9110 section 7.6.1, RFC 9112 section 6); the
 *  others are marks that tell who answered and who the caller is, so only we may write them. */
const ours = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'proxy-status',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-bkapi-app',
  'x-bkapi-authorization',
  'x-bkapi-error-code',
  'x-bkapi-error-message',
  'x-bkapi-instance-id',
  'x-bkapi-jwt',
  'x-bkapi-request-id',
])

export function problemOfName(name: string, path: string): OptionProblem[] {
  if (!fieldName.test(name)) {
    return [{ path, message: `${JSON.stringify(name)} is not a header field name` }]
  }
  const lowerName = name.toLowerCase().replaceAll('_', '-')
  if (lowerName === 'host') {
    return [{ path, message: "Host is set by the backend's hostHeader, not here" }]
  }
  if (ours.has(lowerName)) return [{ path, message: `${name} is written by the gateway itself` }]
  return []
}

export function problemOfValue(value: string, path: string): OptionProblem[] {
  if (fieldValue.test(value)) return []
  return [{ path, message: 'a header value may hold printable ASCII, space and tab only' }]
}

/** The same name twice leaves open which one counts. */
export function duplicatesIn(names: readonly string[], path: string): OptionProblem[] {
  const seen = new Set<string>()
  return names.flatMap((name) => {
    const lowerName = name.toLowerCase()
    if (!seen.has(lowerName)) {
      seen.add(lowerName)
      return []
    }
    return [{ path, message: `${name} is named twice` }]
  })
}
