/** Keeps credentials that came as parameters from the backend, by cutting their bytes out: nothing is
 *  decoded and encoded again, so signatures, big numbers and odd spellings of the rest survive.
 *  (Header fields of ours and `Cookie` are dropped by the data plane for every request.) */
import { proceed } from '../model/plugin.ts'
import { bodyKind } from './credentials.ts'
import { cutMembers } from './cut-members.ts'
import { cutParameters } from './cut-parameters.ts'
import { builtInPlugin } from './define-plugin.ts'

/** What proves somebody's identity. Codes and names of users are no secrets and pass. */
export const sensitiveNames: ReadonlySet<string> = new Set([
  'access_token',
  'app_secret',
  'bk_app_secret',
  'bk_nonce',
  'bk_signature',
  'bk_ticket',
  'bk_timestamp',
  'bk_token',
])

/** Some proxies write the whole target into it, parameters and all. */
const neverForwarded = ['x-request-uri']

export const sensitiveRemoval = builtInPlugin({
  name: 'sensitive-removal',
  refuses: [],
  bind({ release, resource: { auth } }) {
    // Only where credentials may be read; elsewhere a parameter of such a name is the backend's own.
    if (!auth.app && !auth.user) return undefined
    const readsBody = release.credentialsInBody
    return {
      onRequest({ request, toBackend }) {
        toBackend.header.removeAll(neverForwarded)
        const query = toBackend.query ?? request.query
        if (query !== '') {
          const rest = cutParameters(query, sensitiveNames)
          if (rest !== query) toBackend.query = rest
        }
        if (readsBody && request.body !== undefined) {
          const type = request.header('content-type') ?? ''
          const rest = cutBody(request.body, type)
          if (rest !== undefined) toBackend.body = rest
        }
        return proceed
      },
    }
  },
})

/** undefined: nothing to cut. latin1 text maps bytes 1:1, so what is kept is kept byte for byte. */
function cutBody(body: Uint8Array, type: string): Uint8Array | undefined {
  const kind = bodyKind(type)
  if (kind === 'other') return undefined
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  const rest =
    kind === 'form' ? cutParameters(text, sensitiveNames) : cutMembers(text, sensitiveNames)
  return rest === text ? undefined : Buffer.from(rest, 'latin1')
}
