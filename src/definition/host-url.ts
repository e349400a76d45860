import type { BackendHost } from '../model/release.ts'
import { filledPathProblem, type PathProblem } from './path-template.ts'

/** The URL of a backend host, taken apart. Only scheme, host, port and a path prefix: what is added
 *  to it comes from the resource. */
export type HostUrl = Pick<BackendHost, 'scheme' | 'host' | 'port' | 'pathPrefix'> & {
  /** As the Host field has it: without the scheme's own port. */
  readonly authority: string
}

export function readHostUrl(text: string): HostUrl | PathProblem {
  const withScheme = /^(https?):\/\/([^/?#]*)([^?#]*)/i.exec(text)
  if (withScheme === null) return withoutScheme(text)
  const [whole, scheme = '', authority = '', path = ''] = withScheme
  if (authority.includes('@')) {
    const message = 'the URL holds credentials'
    return {
      message,
      suggestion: 'Remove them; send such a header with the plugin header-rewrite.',
    }
  }
  if (whole.length < text.length) {
    return {
      message: 'the URL has a query or a fragment',
      suggestion: 'Remove all after the path.',
    }
  }
  // what URL would quietly repair is refused: white space, "\\" for "/", "%41" for "A"
  const origin = /[^!-~\u0080-\uffff]|[\\%]/.test(authority) ? '' : `${scheme}://${authority}/`
  const url = URL.canParse(origin) ? new URL(origin) : null
  if (url === null || url.hostname === '' || url.port === '0') {
    return { message: 'the URL has no valid host or port', suggestion: 'As in http://orders:8080.' }
  }
  const problem = path === '' ? undefined : filledPathProblem(path)
  if (problem !== undefined) return problem
  const isTls = url.protocol === 'https:'
  return {
    scheme: isTls ? 'https' : 'http',
    host: url.hostname.replaceAll(/[[\]]/g, ''),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    pathPrefix: path.replace(/\/$/, ''),
    authority: url.host,
  }
}

/** http or https URL of an endpoint that the gateway itself asks. */
export function endpointUrlProblem(text: string): PathProblem | undefined {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return { message: 'expected an http:// or https:// URL', suggestion: '' }
  }
  if (url.username === '' && url.password === '') return undefined
  return { message: 'the URL holds credentials', suggestion: 'Remove them.' }
}

function withoutScheme(text: string): PathProblem {
  const other = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]
  if (other !== undefined) {
    return { message: `the scheme ${other} is not supported`, suggestion: 'Use http or https.' }
  }
  return { message: 'the URL has no scheme', suggestion: 'As in http://orders:8080.' }
}
