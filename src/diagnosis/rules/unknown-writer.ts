import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { received, somebody } from '../sighting-words.ts'

/** Strong signs of two writers: both lists, no guess. */
export const writerUnclear: ResponseRule = (sighting) => {
  if (sighting.writer.state !== 'conflict' || sighting.response.status < 400) return undefined
  return {
    key: 'writer_unclear',
    certainty: 'unknown',
    summary: `The answer (${sighting.response.status}) carries strong signs of two writers that disagree.`,
    evidence: [received(sighting), ...sighting.writer.evidence],
    nextSteps: [
      'Ask the owner of the backend, with the request id: the log of the service tells whether it wrote this, or relayed it.',
    ],
    wouldConfirm: [
      'a request record of the service for this request',
      "a line in the access layer's log",
    ],
  }
}

/** No sign of a known program. Some statuses are about the request whoever wrote them. */
export const unknownWriter: ResponseRule = (sighting) => {
  const { status } = sighting.response
  if (status < 400) return undefined
  return status < 500 ? refusal(sighting) : failure(sighting)
}

/** Statuses that speak of the request itself, in every program. */
const aboutRequest: ReadonlySet<number> = new Set([
  401, 405, 406, 409, 411, 412, 415, 416, 417, 422, 428,
])

function refusal(sighting: Sighting): Finding {
  const { status } = sighting.response
  const isCallers = aboutRequest.has(status)
  const media = status === 415
  return {
    key: media ? 'service_media_type' : 'backend_refused_request',
    responder: media ? 'service' : 'backend',
    fault: isCallers ? 'client' : 'unsure',
    owner: isCallers ? 'caller' : 'backend',
    certainty: 'possible',
    summary: `${somebody(sighting)} answered ${status}; nothing tells whether it was the access layer or the service.`,
    evidence: [received(sighting), ...signsOf(sighting)],
    nextSteps: [
      isCallers
        ? 'Correct the request as the status says: credentials, method, Content-Type or body.'
        : 'Ask the owner of the backend, with the request id and the time.',
    ],
    wouldConfirm: ['a request record of the service: if it has none, the access layer answered'],
  }
}

function failure(sighting: Sighting): Finding {
  return {
    key: 'backend_error',
    certainty: 'possible',
    summary: `${somebody(sighting)} answered ${sighting.response.status}; nothing tells whether it was the access layer or the service.`,
    evidence: [received(sighting), ...signsOf(sighting)],
    nextSteps: ['Ask the owner of the backend, with the request id and the time.'],
    wouldConfirm: ['a request record of the service: if it has none, the access layer answered'],
  }
}

function signsOf({ writer }: Sighting): ReturnType<typeof fact>[] {
  if (writer.evidence.length > 0) return [...writer.evidence]
  return [fact('fingerprint', 'no known text or header set was found in the answer', 'weak')]
}
