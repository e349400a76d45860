import { type Checking, listIn, textIn, textsIn } from './checking.ts'
import type { Path } from './definition-problem.ts'
import { didYouMean } from './nearest-word.ts'

/** Grants: of resources that exist, each application's permission for one thing said once. */
export function checkGrants(gateway: unknown, path: Path, checking: Checking): void {
  const names = new Set(
    textsIn(listIn(gateway, 'resources'), 'name').filter((name) => name !== undefined),
  )
  const firstLine = new Map<string, Path>()
  for (const [index, grant] of listIn(gateway, 'grants').entries()) {
    const at = [...path, 'grants', index]
    const app = textIn(grant, 'app') ?? ''
    const resources = listIn(grant, 'resources')
    if (resources.length === 0) noteOnce(app, [...at, 'app'], firstLine, checking)
    for (const [place, name] of resources.entries()) {
      if (typeof name !== 'string') continue
      const here = [...at, 'resources', place]
      if (names.has(name)) noteOnce(`${app} ${name}`, here, firstLine, checking)
      else {
        const message = `there is no resource ${JSON.stringify(name.slice(0, 256))} in this gateway`
        checking.report(here, message, () => didYouMean(name, names))
      }
    }
    checkExpiry(grant, at, checking)
  }
}

function noteOnce(granted: string, path: Path, first: Map<string, Path>, checking: Checking): void {
  const earlier = first.get(granted)
  if (earlier === undefined) first.set(granted, path)
  else checking.report(path, `granted twice; first in ${checking.placeOf(earlier)}`)
}

function checkExpiry(grant: unknown, at: Path, checking: Checking): void {
  const expires = textIn(grant, 'expires')
  if (expires === undefined || expiryMs(expires) !== undefined) return
  // a wrong form was reported from the schema
  if (!/^\d{4}-\d\d-\d\d/.test(expires)) return
  checking.report([...at, 'expires'], 'there is no such date or time')
}

/** undefined: no such moment, such as the 30th of February. */
export function expiryMs(expires: string): number | undefined {
  const [date = '', time = '00:00:00Z'] = expires.toUpperCase().split('T')
  const midnight = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date)) return undefined
  const moment = Date.parse(`${date}T${time}`)
  return Number.isNaN(moment) ? undefined : moment
}
