/** Where a worker puts its flow records. Never waits and never throws: what cannot be kept is
 *  counted in `dropped`. */
export interface RecordSink {
  /** Notes an open exchange, so that a dead worker's requests can be told. Returns its slot. */
  open(requestId: string): number
  /** Adds what is known after matching to an open slot (shown if the worker dies). */
  describe(
    slot: number,
    gateway: string,
    stage: string,
    method: string,
    path: string,
    timestamp: number,
  ): void
  /** Closes the slot and appends one record: JSON text of a FlowRecord on one line, no newline. */
  append(slot: number, line: string): void
  readonly dropped: number
}
