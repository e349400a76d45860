import type { Caller } from '../caller.ts'
import type { ServerEvent } from './event-bus.ts'

/** An event as this caller may see it; undefined where there is nothing of theirs in it. */
export function shownTo(
  caller: Caller,
  event: ServerEvent,
  gateway: string | undefined,
): object | undefined {
  const mayView = (name: string): boolean =>
    (gateway === undefined || gateway === name) && (caller.isAdministrator || caller.mayView(name))
  switch (event.topic) {
    case 'releases': {
      const { releases, reason, ...rest } = event.data
      const shown = releases.filter((release) => mayView(release.gateway))
      const isAll = shown.length === releases.length
      // a change of applications alone makes no release; who sees everything sees it too
      if (shown.length === 0 && !(isAll && caller.isAdministrator && gateway === undefined)) return
      return { ...rest, releases: shown, reason: isAll || reason === '' ? reason : hiddenReason }
    }
    case 'workers':
      return caller.isAdministrator ? event.data : undefined
    case 'alarms':
      return mayView(event.data.gateway) ? event.data : undefined
  }
}

/** It may name what belongs to others. */
const hiddenReason = 'The change is also about gateways of others; ask an administrator.'
