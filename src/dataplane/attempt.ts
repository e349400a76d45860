import type { EndedBy } from '../model/flow-record.ts'
import type { Endpoint } from './balancer.ts'

/** One try at one endpoint, filled in by the code on the socket. All times are monotonic
 *  milliseconds, -1 where the step was not reached; the record turns them into durations. */
export class LiveAttempt {
  readonly endpoint: Endpoint
  readonly startMs: number
  address = ''
  localAddress = ''
  reused = false
  idleMs = -1
  dnsMs = -1
  connectMs = -1
  tlsMs = -1
  sentMs = -1
  firstByteMs = -1
  headMs = -1
  endMs = -1
  bytesSent = 0
  /** Bytes of the request itself were handed to a socket: the backend may have seen them. */
  requestBegun = false
  bytesReceived = 0
  status = 0
  failure = ''
  errno = ''
  tlsAlert = ''
  certificate = ''
  endedBy: EndedBy = ''
  bodyExpected = -1
  bodyReceived = 0
  firstBytes = ''
  detail = ''

  constructor(endpoint: Endpoint, startMs: number) {
    this.endpoint = endpoint
    this.startMs = startMs
  }
}
