import type { Secret } from './app-answers.ts'

/** Where an application stands in the change of its keys. Two are valid at a time. */
export interface Rotation {
  /** first: it has none. begin: it has one. finish: both work, and the older one is to go. */
  readonly step: 'first' | 'begin' | 'finish'
  /** Id of the one to delete; '' where there is none. */
  readonly older: string
}

export function rotationOf(secrets: readonly Secret[]): Rotation {
  if (secrets.length === 0) return { step: 'first', older: '' }
  if (secrets.length === 1) return { step: 'begin', older: '' }
  // one of a definition file has no time: it was there before any that was made here
  const [oldest] = secrets.toSorted((one, other) => timeOf(one) - timeOf(other))
  return { step: 'finish', older: oldest?.id ?? '' }
}

function timeOf({ createdAt }: Secret): number {
  return createdAt === null ? 0 : Date.parse(createdAt)
}
