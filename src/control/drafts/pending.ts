import { type ReleaseDiff, releaseDiff } from '../../definition/release-diff.ts'
import { partsIn, type PartPath, splitPath } from '../../definition/document-parts.ts'
import { type DocumentProblem, readDocument } from '../../definition/read-document.ts'
import { type StageDifference, stageDifference } from '../../definition/stage-difference.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Release } from '../../model/release.ts'
import { comparedWithoutSecrets } from '../without-secrets.ts'
import type { EditedGateway } from './draft.ts'

/** What a stage does not serve yet: how many parts of a kind differ from what it serves, those that are zero
 *  left out; null: it serves all of it. */
export interface Pending {
  readonly resources?: number
  readonly backends?: number
  readonly plugins?: number
  readonly settings?: number
  /** What keeps it from being released. */
  readonly problems?: number
}

export interface StageDiff {
  readonly pending: Pending | null
  /** undefined: nothing is different, or it cannot be told before the problems are solved. */
  readonly difference: StageDifference | undefined
}

export function stageDiff(
  edited: EditedGateway,
  stage: string,
  plugins: readonly Plugin[],
): StageDiff {
  const reading = readDocument(edited.document, plugins)
  const next = reading.stage(stage)
  if (next === undefined) {
    return { pending: countedParts(edited, stage, reading.problems), difference: undefined }
  }
  const live = liveRelease(edited, stage)
  const difference = stageDifference(live, next.content)
  if (difference === undefined && live !== undefined) return { pending: null, difference }
  return { pending: counted(difference), difference }
}

export function liveRelease({ stored }: EditedGateway, stage: string): Release | undefined {
  return stored.stages.find(({ name }) => name === stage)?.release
}

/** Problems that keep this stage from being released: its own, and those that all stages share. */
export function problemsOf(
  problems: readonly DocumentProblem[],
  stage: string,
): readonly DocumentProblem[] {
  return problems.filter(({ part }) => !part.startsWith('stages/') || part === `stages/${stage}`)
}

/** In the words of releases; values that are hidden are compared and not shown. */
export function shownDifference(difference: StageDifference | undefined): unknown {
  if (difference === undefined) return null
  const parts = [difference.before, difference.after]
  return comparedWithoutSecrets(parts, ([one = {}, other = {}]) => releaseDiff(one, other))
}

function counted(difference: StageDifference | undefined): Pending {
  if (difference === undefined) return {}
  const diff = releaseDiff(difference.before, difference.after)
  const sizeOf = ({ added, removed, changed }: ReleaseDiff['resources']): number =>
    added.length + removed.length + changed.length
  return withoutZeros({
    resources: sizeOf(diff.resources),
    backends: sizeOf(diff.backends),
    plugins: sizeOf(diff.plugins),
    settings: diff.settings.length,
  })
}

/** While the draft cannot be compiled its parts are counted: too many rather than too few. */
function countedParts(
  { changes, document }: EditedGateway,
  stage: string,
  problems: readonly DocumentProblem[],
): Pending {
  const isOurs = (path: PartPath): boolean => {
    const [kind, name] = splitPath(path)
    return kind !== 'stages' || name === stage
  }
  const kinds = [...changes.keys()].filter(isOurs).map((path) => splitPath(path)[0])
  const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length
  const isThere = partsIn(document, 'stages').some(({ name }) => name === stage)
  return withoutZeros({
    resources: count('resources'),
    backends: count('backends'),
    settings: count('settings') + count('stages'),
    problems: isThere ? problemsOf(problems, stage).length : 0,
  })
}

function withoutZeros(counts: Readonly<Record<string, number>>): Pending {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
