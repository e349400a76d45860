/** Where a worker puts its flow records. Never waits and never throws: what cannot be kept is
 *  counted there. */
export interface RecordSink {
  /** Notes an open exchange, so that a dead worker's requests can be told. Returns its slot. */
  open(requestId: string): number
  /** Adds what is known after matching to an open slot (shown if the worker dies). */
  describe(slot: number, text: OpenText, timestamp: number): void
  /** Closes the slot and appends one record: JSON text of a FlowRecord on one line, no newline. */
  append(slot: number, line: string): void
}

/** What an open exchange asks for, as its slot holds it: gateway, stage, method and path, a line each.
 *  ASCII, because all of it comes from a request line. */
export type OpenText = string & { readonly isOpenText: true }

export function openTextOf(gateway: string, stage: string, method: string, path: string): OpenText {
  return (gateway + '\n' + stage + '\n' + method + '\n' + path) as OpenText
}
