/** Changes of a form as a merge patch (RFC 7396): what the form does not know is not in the patch, so it stays. */
export type Members = Readonly<Record<string, unknown>>

/** What makes `after` of `before`; lists are replaced as wholes. */
export function patchBetween(before: Members, after: Members): Members {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const patch: Record<string, unknown> = {}
  for (const name of names) {
    if (!Object.hasOwn(after, name)) patch[name] = null
    else if (!Object.hasOwn(before, name)) patch[name] = after[name]
    else if (!isSame(before[name], after[name])) patch[name] = between(before[name], after[name])
  }
  return patch
}

export function patched(target: Members, patch: Members): Members {
  const result: Record<string, unknown> = { ...target }
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name]
    else result[name] = isMembers(value) ? patched(membersOf(result[name]), value) : value
  }
  return result
}

/** After a save: what the server has now, with what was typed while it was being saved. */
export function withTypedSince(saved: Members, sent: Members, now: Members): Members {
  return patched(saved, patchBetween(sent, now))
}

/** The same with one member set, or taken away where the value is undefined. */
export function withMember(target: Members, name: string, value: unknown): Members {
  if (value !== undefined) return { ...target, [name]: value }
  const { [name]: _gone, ...rest } = target
  return rest
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {}
}

function between(before: unknown, after: unknown): unknown {
  return isMembers(before) && isMembers(after) ? patchBetween(before, after) : after
}

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]))
  }
  if (!isMembers(one) || !isMembers(other)) return one === other
  return Object.keys(patchBetween(one, other)).length === 0
}
