import { errorEntry, errorKeys, type ErrorKey } from '../../model/error-table.ts'
import { requestIdField } from '../../model/answer-marks.ts'
import { applicationServer } from '../fingerprints/identify.ts'
import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { gatewayMarkOf, type GatewayMark } from '../gateway-mark.ts'
import { hasHeader, headerOf } from '../received-response.ts'
import { received } from '../sighting-words.ts'

/** A pasted text with the marks of the gateway's own error. A text proves nothing, so it is likely at
 *  most; a body without the marks of the header was copied by somebody. */
export const gatewayInText: ResponseRule = (sighting) => {
  if (sighting.request.via === 'record') return undefined
  const mark = gatewayMarkOf(sighting.response)
  if (mark === undefined) return undefined
  if (!mark.inHeader && sighting.response.headers.length > 1) return copiedBody(sighting, mark)
  const key = errorKeyOf(mark)
  return key === undefined ? unlisted(sighting, mark) : listed(sighting, mark, key)
}

function listed(sighting: Sighting, mark: GatewayMark, key: ErrorKey): Finding {
  const entry = errorEntry(key)
  return {
    key,
    responder: 'gateway',
    certainty: sureness(mark),
    summary: `The gateway refused (${mark.code}${mark.codeName === '' ? '' : ` ${mark.codeName}`}): ${entry.summary}`,
    evidence: marks(sighting, mark),
    nextSteps: [entry.remedy],
    wouldConfirm: ['the flow record of this request id'],
  }
}

/** Codes of the old system that are not ours, or without the detail that tells the cause. */
function unlisted(sighting: Sighting, mark: GatewayMark): Finding {
  const status = Math.floor(mark.code / 100) % 1000
  const isCallers = status >= 400 && status < 500
  return {
    key: 'gateway_error_unlisted',
    fault: isCallers ? 'client' : 'unsure',
    owner: isCallers ? 'caller' : 'publisher',
    certainty: sureness(mark),
    summary: `The gateway refused (${mark.code}${mark.codeName === '' ? '' : ` ${mark.codeName}`})${mark.message === '' ? '' : `: ${mark.message.slice(0, 200)}`}`,
    evidence: marks(sighting, mark),
    nextSteps: [
      isCallers
        ? 'Correct the request as the message says.'
        : 'Ask the maintainers of the gateway, with the X-Bkapi-Request-ID: its record holds the cause.',
    ],
    wouldConfirm: ['the flow record of this request id'],
  }
}

/** The five fields, but none of the gateway's header fields: somebody relayed the body. */
function copiedBody(sighting: Sighting, mark: GatewayMark): Finding {
  const server = headerOf(sighting.response, 'server')
  const named = applicationServer.test(server)
  return {
    key: 'backend_imitates_gateway',
    certainty: named || hasHeader(sighting.response, requestIdField) ? 'likely' : 'possible',
    summary: `The body looks like a gateway's error ${mark.code}, but the header lacks the gateway's marks: a service sent it, or relayed it from a gateway that it calls.`,
    evidence: [
      received(sighting),
      fact('pasted', 'the header has no X-Bkapi-Error-Code', 'strong'),
      ...(named ? [fact('pasted', `Server: ${server} names an application server`, 'medium')] : []),
    ],
    nextSteps: [
      'Ask the owner of the service which gateway it calls itself: the error is about that call.',
    ],
  }
}

function sureness(mark: GatewayMark): Finding['certainty'] {
  return mark.inHeader || mark.fields >= 5 ? 'likely' : 'possible'
}

function marks(sighting: Sighting, mark: GatewayMark): Finding['evidence'] {
  return [
    received(sighting),
    ...(mark.inHeader ? [fact('pasted', "the gateway's field X-Bkapi-Error-Code is there")] : []),
    ...(mark.fields > 0
      ? [fact('pasted', `${mark.fields} of the 5 fields of a gateway's error, code ${mark.code}`)]
      : []),
  ]
}

/** The key by code and by the exact detail in the message; by the detail alone where the old system
 *  used another code for it. */
function errorKeyOf(mark: GatewayMark): ErrorKey | undefined {
  const ofCode = errorKeys.filter((key) => errorEntry(key).code === mark.code)
  const byDetail = ofCode.find((key) => detailPattern(key).test(mark.message))
  if (byDetail !== undefined) return byDetail
  if (ofCode.length > 0 && ofCode.every((key) => errorEntry(key).code === 1640401))
    return 'resource_not_found'
  if (ofCode.length === 1) return ofCode[0]
  return errorKeys.find(
    (key) => errorEntry(key).detail.length > 30 && mark.message.includes(fixedPart(key)),
  )
}

/** `[reason="{reason}"]` → a pattern; an empty detail matches a message without any. */
function detailPattern(key: ErrorKey): RegExp {
  const { message, detail } = errorEntry(key)
  if (detail === '') return new RegExp(`^${RegExp.escape(message)}$`)
  const parts = detail.split(/\{\w+\}/).map((part) => RegExp.escape(part))
  return parts.length > 1 &&
    !/[a-z]{4,} ?[a-z]*.*\{|\}.*[a-z]{4,}/.test(detail.replace('reason=', ''))
    ? /(?!)/
    : new RegExp(parts.join('.*'))
}

function fixedPart(key: ErrorKey): string {
  return /reason="([^"{]{15,})/.exec(errorEntry(key).detail)?.[1] ?? '\u0000'
}
