import { fact, type ResponseRule } from '../finding.ts'
import { gatewayMarkOf } from '../gateway-mark.ts'
import { received } from '../sighting-words.ts'

/** A backend that writes our envelope or our error fields. Header-based systems believe it; we parsed
 *  a complete header from the backend's own connection, so it is the backend's. */
export const imitation: ResponseRule = (sighting) => {
  if (sighting.request.via !== 'record') return undefined
  const mark = gatewayMarkOf(sighting.response)
  if (mark === undefined) return undefined
  const signs = [
    mark.inHeader ? 'the field X-Bkapi-Error-Code' : '',
    mark.fields >= 4 ? "the fields of the gateway's error body" : '',
  ]
  return {
    key: 'backend_imitates_gateway',
    responder: 'service',
    certainty: 'certain',
    summary: `The answer looks like an error of a gateway (${mark.code === 0 ? 'no code' : mark.code}), but it came from behind this one: it is the service's.`,
    evidence: [
      received(sighting),
      fact(
        'response',
        `the backend's answer carries ${signs.filter((sign) => sign !== '').join(' and ')}`,
      ),
    ],
    nextSteps: [
      'Ask the owner of the service which code wrote this answer; it may have relayed the answer of another gateway that it calls.',
      'Give errors of the service codes of their own, so that nobody takes them for the gateway.',
    ],
    wouldConfirm: ["the service's own log for this request"],
  }
}
