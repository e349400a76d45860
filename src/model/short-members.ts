/** Short forms in which a record's line holds what nearly every successful exchange has: four numbers
 *  instead of an object, names instead of a list. They are a third shorter to write and half as dear
 *  for the log engine to read (bench/README.md); `wholeRecord` makes the usual members of them. */
import type { Attempt, FlowRecord, PluginNote } from './flow-record.ts'

export interface ShortMembers {
  /** `phase_ms` in the order match, admit, forward, relay. */
  readonly phases?: string
  /** Instead of `plugins`: names of those that ran, where all let the request go on at once. */
  readonly passed?: string
  /** Instead of `attempts`, where the only one reused a connection and went well: the local address,
   *  then `shortAttemptNumbers`. */
  readonly attempt?: string
  /** Instead of `client`, where the caller did not leave. */
  readonly client_bytes?: number
}

/** A line of the spool, or a row of the log: members at their default, and those that follow from
 *  others, may lack. */
export type RecordLine = Partial<FlowRecord> & ShortMembers

/** The numbers of `attempt`, after the local address. */
const shortAttemptNumbers = [
  'idle_ms',
  'sent_ms',
  'first_byte_ms',
  'end_ms',
  'body_expected',
  'body_received',
  'bytes_sent',
  'bytes_received',
] as const satisfies readonly (keyof Attempt)[]

/** A line without short forms. Elements of its lists may lack members, too. */
export interface LongMembers extends Partial<Omit<FlowRecord, 'attempts' | 'plugins'>> {
  readonly attempts?: readonly Partial<Attempt>[]
  readonly plugins?: readonly ShortNote[]
}

type ShortNote = Pick<PluginNote, 'plugin'> & Partial<PluginNote>

export function longMembers(line: RecordLine): LongMembers {
  const { phases, passed, attempt, client_bytes: clientBytes, ...long } = line
  return {
    ...long,
    ...(phases === undefined ? {} : { phase_ms: phaseTimes(phases) }),
    ...(passed === undefined ? {} : { plugins: passedNotes(passed) }),
    ...(attempt === undefined ? {} : { attempts: [onlyAttempt(attempt, line)] }),
    ...(clientBytes === undefined ? {} : { client: { ...staying, bytes_received: clientBytes } }),
  }
}

const staying = { ended_by: '', half_closed_ms: -1 } as const

function phaseTimes(phases: string): FlowRecord['phase_ms'] {
  const [match = 0, admit = 0, forward = 0, relay = 0] = phases.split(' ').map(Number)
  return { match, admit, forward, relay }
}

function passedNotes(passed: string): ShortNote[] {
  return passed.split(' ').map((plugin) => ({ plugin }))
}

function onlyAttempt(text: string, { backend_status: status }: RecordLine): Partial<Attempt> {
  const [localAddress = '', ...numbers] = text.split(' ')
  const named = shortAttemptNumbers.map((name, place) => [name, Number(numbers[place])] as const)
  return {
    local_address: localAddress,
    reused: true,
    status: status ?? 0,
    ...Object.fromEntries(named),
  }
}
