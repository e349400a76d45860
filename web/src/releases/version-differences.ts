import { isMembers } from '../gateways/merge-patch.ts'

/** Where two versions of a part differ, member by member; lists are told as wholes. */
export interface VersionDifference {
  /** Such as `backends.default.hosts`; '' where one of them is not there at all. */
  readonly field: string
  readonly draft: unknown
  readonly live: unknown
}

export function versionDifferences(draft: unknown, live: unknown, field = ''): VersionDifference[] {
  if (JSON.stringify(draft) === JSON.stringify(live)) return []
  if (!isMembers(draft) || !isMembers(live)) return [{ field, draft, live }]
  const names = new Set([...Object.keys(draft), ...Object.keys(live)])
  return [...names].flatMap((name) =>
    versionDifferences(draft[name], live[name], field === '' ? name : `${field}.${name}`),
  )
}
