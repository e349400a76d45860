import type { Certainty } from '../model/attribution.ts'
import type { Evidence } from '../model/verdict.ts'
import { fact, type Sighting } from './finding.ts'
import { maskSecrets } from './mask-secrets.ts'
import { headerOf } from './received-response.ts'

/** Words and weights that the rules about received answers share. */

/** What was received, as the first piece of evidence: behind our own gateway it is our socket's. */
export function received({ response, request }: Sighting): Evidence {
  const type = headerOf(response, 'content-type')
  const status = response.status === 0 ? 'status not shown' : `status ${response.status}`
  const described = type === '' ? status : `${status}, ${type}`
  if (request.via === 'record')
    return fact('response', `a complete response header came from behind the gateway: ${described}`)
  const empty = response.bodySeen && response.body === '' ? ', no body' : ''
  if (request.ownSocket === true) return fact('response', `a response came: ${described}${empty}`)
  return fact('pasted', `the text shows a response: ${described}${empty}`, 'medium')
}

/** How sure it is who wrote the answer. A fingerprint is never more than likely. */
export function sureness({ writer }: Sighting): Certainty {
  switch (writer.state) {
    case 'identified':
      return 'likely'
    case 'layer_only':
    case 'hinted':
      return 'possible'
    case 'conflict':
    case 'unknown':
      return 'unknown'
  }
}

/** Whoever wrote an answer that nothing tells: of a call of our own without a gateway's mark it is not
 *  said to lie behind one. */
export function somebody({ request }: Sighting): string {
  const isDirect = request.ownSocket === true && request.via === 'text'
  return isDirect ? 'Something at that address' : 'Something behind the gateway'
}

/** `nginx in front of the service`, `the access layer`. */
export function accessLayerName({ writer }: Sighting): string {
  return writer.software === null
    ? 'The access layer in front of the service'
    : `${writer.software} in front of the service`
}

/** `Django in the service`, `The service`. */
export function serviceName({ writer }: Sighting): string {
  return writer.software === null ? 'The service' : `${writer.software} in the service`
}

/** ` for Host shop.internal` where the Host sent is known. */
export function forHost({ request }: Sighting): string {
  return request.host === '' ? '' : ` (Host: ${maskSecrets(request.host)})`
}

export function forPath({ request }: Sighting): string {
  const path = request.path.split('?')[0] ?? ''
  return path === '' ? '' : ` for ${path}`
}

/** Whose limit and whose list: what to do where the caller called the access layer directly. */
export function isThroughGateway({ request }: Sighting): boolean {
  return request.via !== 'text'
}
