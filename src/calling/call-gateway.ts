import { errorCodeField, requestIdField } from '../model/answer-marks.ts'
import { fieldOf, type Field } from './call-request.ts'

/** The mark of a gateway on an answer: ours, or one of the system whose fields we keep. */
export interface GatewaySeen {
  /** It wrote the answer itself, passed on that of its backend, or does not say. */
  readonly role: 'answered' | 'passed' | 'unclear'
  /** As it calls itself in Proxy-Status (RFC 9209), '' where it does not. */
  readonly name: string
  readonly requestId: string
  readonly errorCode: string
  /** `Link` to the page of the error. */
  readonly help: string
  /** Asks the gateway's own record of this call, '' where the id is missing or not one to copy. */
  readonly command: string
}

/** `isContradicted`: what else came does not fit to a gateway's error code, so the field proves nothing. */
export function gatewaySeen(
  headers: readonly Field[],
  isContradicted = false,
): GatewaySeen | undefined {
  const requestId = fieldOf(headers, requestIdField.toLowerCase())
  const errorCode = fieldOf(headers, errorCodeField.toLowerCase())
  if (requestId === '' && errorCode === '') return undefined
  const proxyStatus = proxyStatusOf(headers)
  const help = helpLink(headers)
  return {
    role: isContradicted ? 'unclear' : roleOf(errorCode, proxyStatus),
    name: /^\s*"?([\w.-]{1,100})/.exec(proxyStatus)?.[1] ?? '',
    requestId: requestId.slice(0, 128),
    errorCode: errorCode.slice(0, 20),
    help,
    command: commandOf(requestId, help),
  }
}

function roleOf(errorCode: string, proxyStatus: string): GatewaySeen['role'] {
  if (errorCode !== '' || /;\s*error=/.test(proxyStatus)) return 'answered'
  return /;\s*received-status=/.test(proxyStatus) ? 'passed' : 'unclear'
}

/** The member nearest to us: each proxy on the way appends its own. */
function proxyStatusOf(headers: readonly Field[]): string {
  const values = headers.filter(([name]) => name.toLowerCase() === 'proxy-status')
  return (
    values
      .map(([, value]) => value)
      .join(', ')
      .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .at(-1) ?? ''
  )
}

function helpLink(headers: readonly Field[]): string {
  for (const [name, value] of headers) {
    const link =
      name.toLowerCase() === 'link' ? /<([^>]+)>\s*;[^,]*rel="?help/.exec(value)?.[1] : undefined
    if (link !== undefined && URL.canParse(link)) return new URL(link).href
  }
  return ''
}

/** The id comes from the other side and is meant to be pasted into a shell, so only what needs no
 *  quoting is shown. The console that the Link leads to has the record. */
function commandOf(requestId: string, help: string): string {
  if (!/^[\w.:-]{1,128}$/.test(requestId)) return ''
  const console = /^(https?:\/\/[\w.:[\]-]+(?:\/[\w./-]*)?)\/errors\/\w+$/.exec(help)?.[1] ?? ''
  const server = console === '' || console === defaultServer ? '' : ` --server ${console}`
  return `faultline why ${requestId}${server}`
}

const defaultServer = 'http://127.0.0.1:8801'
