/** Flow records as lines of a terminal: one a record, with whose fault it was. */
import { styleText } from 'node:util'
import type { Fault, Owner, Responder } from '../model/attribution.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import { padded, shownIn, textWidth } from './text-width.ts'

export interface ListedFlow extends FlowRecord {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly key: string
}

export interface TableOptions {
  /** Width of the terminal. */
  readonly columns: number
  readonly withHead: boolean
}

export function flowTable(flows: readonly ListedFlow[], options: TableOptions): string {
  const head = options.withHead ? [styleText('dim', lineOf(headCells, options.columns))] : []
  return [...head, ...flows.map((flow) => flowLine(flow, options.columns))]
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

interface Cells {
  readonly time: string
  readonly status: string
  readonly fault: string
  readonly responder: string
  readonly place: string
  readonly request: string
  readonly duration: string
  readonly id: string
}

const headCells: Cells = {
  time: 'TIME',
  status: 'STATUS',
  fault: 'FAULT',
  responder: 'ANSWERED BY',
  place: 'GATEWAY/STAGE/RESOURCE',
  request: 'REQUEST',
  duration: 'MS',
  id: 'REQUEST ID',
}

function flowLine(flow: ListedFlow, columns: number): string {
  const place = [flow.gateway, flow.stage, flow.resource].filter((name) => name !== '').join('/')
  const text = lineOf(
    {
      time: timeText(flow.timestamp),
      status: String(flow.status),
      fault: flow.fault === 'none' ? '✔' : `✖ ${flow.fault.replace('_', ' ')}`,
      responder: flow.responder.replace('_', ' '),
      place: place === '' ? '-' : printable(place),
      request: printable(`${flow.method} ${flow.http_path}`),
      duration: flow.request_duration.toFixed(1),
      id: printable(flow.request_id),
    },
    columns,
  )
  return flow.fault === 'none' ? text : styleText(colours[flow.fault], text)
}

const colours: Readonly<Record<Exclude<Fault, 'none'>, 'yellow' | 'red' | 'magenta'>> = {
  client: 'yellow',
  gateway: 'red',
  network: 'red',
  access_layer: 'red',
  service: 'red',
  unsure: 'magenta',
}

/** The request takes what the other columns leave; the id is last so that it can be copied whole. */
function lineOf(cells: Cells, columns: number): string {
  const before = [
    padded(cells.time, 12),
    padded(cells.status, 6),
    padded(cells.fault, 14),
    padded(cells.responder, 12),
    padded(shownIn(cells.place, 32), 32),
    cells.duration.padStart(9),
  ].join(' ')
  const room = Math.max(12, columns - textWidth(before) - 36 - 2)
  return `${before} ${padded(shownIn(cells.request, room), room)} ${cells.id}`
}

/** A caller chooses these bytes: none may move the cursor or change colours. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
}

/** Of the clock of this machine. */
export function timeText(epochMs: number): string {
  const time = new Date(epochMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  return `${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`
}
