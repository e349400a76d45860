import type { AlarmState } from './alarm-answers.ts'

/** Whose alarms a page shows, and whether its reader may change them. */
export interface AlarmScope {
  /** Of the management API: its routes of alarms begin with it; '' for the whole deployment. */
  readonly path: string
  /** '' for the whole deployment. */
  readonly gateway: string
  readonly mayChange: boolean
}

/** What stands in the address of the page. */
export interface AlarmSearch {
  readonly state: AlarmState | ''
  /** '' shows the lists; else a rule's id, `new`, or `offer-N` for one that is offered. */
  readonly rule: string
}

export type GoTo = (search: Partial<AlarmSearch>) => void

export function readAlarmSearch(raw: Readonly<Record<string, unknown>>): AlarmSearch {
  const { state, rule } = raw
  return {
    state: state === 'firing' || state === 'recovered' || state === 'closed' ? state : '',
    rule: typeof rule === 'string' || typeof rule === 'number' ? String(rule) : '',
  }
}
