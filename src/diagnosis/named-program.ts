import { defaultsOf, type Finding } from './finding.ts'
import { applicationServer } from './fingerprints/application-fields.ts'
import { headerOf, type ReceivedResponse } from './received-response.ts'

/** Where no text of the answer names its program, a field may: an application server or a framework names
 *  itself, while a proxy puts its name on what it passes on. This adds a name and no certainty. */
export function namedProgram(finding: Finding, response: ReceivedResponse): Finding {
  if (finding.software !== undefined && finding.software !== null) return finding
  const responder = finding.responder ?? defaultsOf(finding.key).responder
  const mayBe = responder === 'service' || responder === 'backend'
  const name = mayBe ? applicationIn(response) : undefined
  return name === undefined ? finding : { ...finding, software: name }
}

function applicationIn(response: ReceivedResponse): string | undefined {
  const poweredBy = headerOf(response, 'x-powered-by')
  if (/^express$/i.test(poweredBy)) return 'Express'
  const server = headerOf(response, 'server')
  return applicationServer.test(server) ? (server.split(' ')[0] ?? server) : undefined
}
