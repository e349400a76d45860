import type { Finding } from './finding.ts'
import { applicationServer } from './fingerprints/application-fields.ts'
import { headerOf, type ReceivedResponse } from './received-response.ts'
import { defaultsOf } from './finding.ts'

/** Where no text of the answer names its program, a field may: an application server or framework names
 *  itself, and a proxy's own page whose body the text does not show is told by its bare Content-Type. A
 *  field alone names nothing for sure, so this adds a name and no certainty. */
export function namedProgram(finding: Finding, response: ReceivedResponse): Finding {
  if (finding.software !== undefined && finding.software !== null) return finding
  const responder = finding.responder ?? defaultsOf(finding.key).responder
  const name =
    responder === 'service' || responder === 'backend'
      ? (applicationIn(response) ?? proxyIn(response))
      : undefined
  return name === undefined ? finding : { ...finding, software: name }
}

function applicationIn(response: ReceivedResponse): string | undefined {
  const poweredBy = headerOf(response, 'x-powered-by')
  if (/^express$/i.test(poweredBy)) return 'Express'
  const server = headerOf(response, 'server')
  return applicationServer.test(server) ? firstWord(server) : undefined
}

/** nginx sends its pages as `text/html` without a charset, which services name. */
function proxyIn(response: ReceivedResponse): string | undefined {
  const server = headerOf(response, 'server')
  const isBarePage = /^text\/html$/i.test(headerOf(response, 'content-type'))
  const isUnseen = response.body === '' && response.status >= 300
  return isBarePage && isUnseen && /^(?:nginx|openresty|tengine)(?:\/|$)/i.test(server)
    ? firstWord(server)
    : undefined
}

function firstWord(server: string): string {
  return server.split(' ')[0] ?? server
}
