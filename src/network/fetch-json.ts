import type { LookupFunction } from 'node:net'
import { codeOf } from '../model/reason.ts'
import type { NameResolver } from './resolver.ts'

/** GET of a JSON document from a token or key endpoint: bounded in time and size, redirects not
 *  followed. Errors never hold the query of the address, which may be a user's token. */
export interface FetchedJson {
  readonly status: number
  /** undefined where the body is no JSON. */
  readonly body: unknown
}

const bodyLimitBytes = 1_024 * 1_024

export function jsonFetcher(
  resolver: NameResolver,
): (url: string, timeoutMs: number) => Promise<FetchedJson> {
  const lookup = lookupOf(resolver)
  return async (text, timeoutMs) => {
    const url = new URL(text)
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const { status, bytes } = await get(url, signal, lookup)
      return { status, body: parsed(bytes) }
    } catch (error) {
      const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : codeOf(error)
      // oxlint-disable-next-line preserve-caught-error -- it holds the whole address
      throw new Error(`${url.origin}${url.pathname}: ${reason}`)
    }
  }
}

/** `node:http` is loaded when something is fetched: naming it in an import makes each thread load Node's `fetch` and
 *  WebSocket at its start. */
async function get(
  url: URL,
  signal: AbortSignal,
  lookup: LookupFunction,
): Promise<{ status: number; bytes: Buffer }> {
  const { get: send } = await (url.protocol === 'https:'
    ? import('node:https')
    : import('node:http'))
  return await new Promise((resolve, reject) => {
    const options = { signal, lookup, headers: { accept: 'application/json' } }
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > bodyLimitBytes) request.destroy(new Error('the answer is larger than 1 MiB'))
        else chunks.push(chunk)
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }),
      )
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

/** Names are found as for backends: hosts file, search list and chosen name servers included. */
function lookupOf(resolver: NameResolver): LookupFunction {
  return (host, options, callback) => {
    void resolver.resolve(host, 5_000).then((resolved) => {
      if (!resolved.ok) return callback(new Error(`${resolved.key} ${resolved.detail}`), '', 0)
      if (options.all === true) return callback(null, [...resolved.addresses])
      const [first] = resolved.addresses
      return callback(null, first?.address ?? '', first?.family)
    })
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
