import { fact, type ResponseRule } from '../finding.ts'
import { serviceJsonOf } from '../service-json.ts'
import { received, serviceName } from '../sighting-words.ts'
import { isOfService, serviceSureness } from './service-refusal.ts'

/** A framework's or service's own 5xx. */
export const serviceFailure: ResponseRule = (sighting) => {
  const { response, writer } = sighting
  if (response.status < 500 || response.status > 599 || !isOfService(sighting)) return undefined
  const json = serviceJsonOf(response)
  const code =
    json === undefined || json.code === ''
      ? []
      : [fact('response', `JSON of the service's own, code ${json.code}`, 'medium')]
  const isDebug = writer.meanings.has('debug_page')
  return {
    key: 'service_error',
    certainty: serviceSureness(sighting),
    summary: `${serviceName(sighting)} failed (${response.status}).`,
    evidence: [received(sighting), ...writer.evidence, ...code],
    nextSteps: [
      "Look in the service's log at this time, with the request id.",
      ...(isDebug
        ? [
            'The answer is a debug page: it shows internals of the service to every caller; switch debugging off.',
          ]
        : []),
    ],
    software: writer.software,
    wouldConfirm: ['a request record of the service for this request'],
  }
}
