import { fact, type Finding, type ResponseRule } from '../finding.ts'
import { received, serviceName } from '../sighting-words.ts'
import { serviceJsonOf } from '../service-json.ts'
import { isOfService, serviceSureness } from './service-refusal.ts'
import { speaksOfRequest } from './success.ts'

/** A body whose status nobody pasted: what it says of itself decides between caller and service. */
export const bareBody: ResponseRule = (sighting) => {
  if (sighting.response.status !== 0 || !isOfService(sighting)) return undefined
  const json = serviceJsonOf(sighting.response)
  if (json !== undefined && !json.isError && sighting.writer.layer === undefined) return undefined
  const isCallers = speaksOfRequest(json?.says ?? '')
  const code = json === undefined || json.code === '' ? '' : ` (code ${json.code})`
  const finding: Finding = {
    key: isCallers ? 'service_refused_request' : 'service_error',
    certainty: serviceSureness(sighting) === 'likely' && isCallers ? 'likely' : 'possible',
    summary: `${serviceName(sighting)} reports a failure of its own${code}; the status is not in the text.`,
    evidence: [
      received(sighting),
      ...sighting.writer.evidence,
      fact('pasted', `the body calls itself a failure${code}`, 'medium'),
    ],
    nextSteps: [
      isCallers
        ? "Correct the request as the service's message says."
        : 'Ask the owner of the service, with the code and the time.',
    ],
    software: sighting.writer.software,
    wouldConfirm: ['the status and the header of this response (`curl -i`)'],
  }
  return finding
}
