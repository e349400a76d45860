import type { Tagged } from '../api/ask.ts'
import { changeUpon } from '../api/change-upon.ts'

/** Says where a backend answers in an environment that had no hosts of it; where somebody said so meanwhile, theirs
 *  stay. */
export function firstHosts(path: string, url: string): Promise<Tagged<unknown>> {
  const body = { hosts: [{ url, weight: 100 }] }
  return changeUpon(path, { method: 'PUT', body, ifMatch: '' }, (now) => now)
}
