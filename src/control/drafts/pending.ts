import { type ReleaseDiff, releaseDiff } from '../../definition/release-diff.ts'
import { partsIn, type PartPath, splitPath } from '../../definition/document-parts.ts'
import {
  type DocumentProblem,
  type DocumentReading,
  readDocument,
} from '../../definition/read-document.ts'
import { type StageDifference, stageDifference } from '../../definition/stage-difference.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Release } from '../../model/release.ts'
import { comparedWithoutSecrets } from '../without-secrets.ts'
import type { EditedGateway } from './draft.ts'
import { namesFromOutside } from './managed-by-files.ts'

/** What a stage does not serve yet: how many parts of a kind differ from what it serves, those that are zero
 *  left out; null: it serves all of it. */
export interface Pending {
  readonly resources?: number
  readonly backends?: number
  readonly plugins?: number
  readonly settings?: number
  /** Changed parts that make no difference to what is served: descriptions, labels, `x-*`. */
  readonly documentation?: number
  /** What keeps it from being released. */
  readonly problems?: number
  /** What its definition file read from outside (managed-by-files.ts): from here it cannot be told what differs, and
   *  nothing of it is a problem. */
  readonly managedByFiles?: number
}

export interface StageDiff {
  readonly pending: Pending | null
  /** undefined: nothing is different, or it cannot be told before the problems are solved. */
  readonly difference: StageDifference | undefined
}

const known = new WeakMap<EditedGateway, Map<string, StageDiff>>()

export function stageDiff(
  edited: EditedGateway,
  stage: string,
  plugins: readonly Plugin[],
): StageDiff {
  const ofGateway = known.get(edited) ?? new Map<string, StageDiff>()
  known.set(edited, ofGateway)
  const diff = ofGateway.get(stage) ?? comparedStage(edited, stage, plugins)
  ofGateway.set(stage, diff)
  return diff
}

function comparedStage(
  edited: EditedGateway,
  stage: string,
  plugins: readonly Plugin[],
): StageDiff {
  const reading = readDocument(edited.document, plugins)
  const next = reading.stage(stage)
  if (next === undefined) {
    const outside = namesFromOutside(edited.stored.written).length
    if (outside > 0) return { pending: { managedByFiles: outside }, difference: undefined }
    return { pending: countedParts(edited, stage, reading.counts), difference: undefined }
  }
  const live = liveRelease(edited, stage)
  const difference = stageDifference(live, next.content)
  const pending = counted(edited, stage, difference)
  const isAll = live !== undefined && Object.keys(pending).length === 0
  return { pending: isAll ? null : pending, difference }
}

export function liveRelease({ stored }: EditedGateway, stage: string): Release | undefined {
  return stored.stages.find(({ name }) => name === stage)?.release
}

/** Problems that keep this stage from being released: its own, and those that all stages share. */
export function problemsOf(
  problems: readonly DocumentProblem[],
  stage: string,
): readonly DocumentProblem[] {
  return problems.filter(({ part }) => keepsBack(part, stage))
}

function keepsBack(part: string, stage: string): boolean {
  return !part.startsWith('stages/') || part === `stages/${stage}`
}

/** More than anybody reads; a changed variable can change every resource. */
const mostShown = 500

/** In the words of releases; values that are hidden are compared and not shown. `leftOut` counts resources
 *  that are not shown. */
export function shownDifference(difference: StageDifference | undefined): unknown {
  if (difference === undefined) return null
  const { before, after } = difference
  const names = new Set([before, after].flatMap((side) => side.resources ?? []).map(nameOf))
  const shown = new Set([...names].slice(0, mostShown))
  const parts = [before, after].map((side) => ({
    ...side,
    resources: (side.resources ?? []).filter(({ name }) => shown.has(name)),
  }))
  const diff = comparedWithoutSecrets(parts, ([one = {}, other = {}]) => releaseDiff(one, other))
  return { ...Object(diff), leftOut: names.size - shown.size }
}

function counted(
  edited: EditedGateway,
  stage: string,
  difference: StageDifference | undefined,
): Pending {
  const { before = {}, after = {} } = difference ?? {}
  const resources = new Set([before, after].flatMap((side) => side.resources ?? []).map(nameOf))
  const diff = releaseDiff({ ...before, resources: [] }, { ...after, resources: [] })
  return withoutZeros({
    resources: resources.size,
    backends: sizeOf(diff.backends),
    plugins: sizeOf(diff.plugins),
    settings: diff.settings.length,
    documentation: unservedChanges(edited, stage, diff, resources),
  })
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}

function sizeOf({ added, removed, changed }: ReleaseDiff['resources']): number {
  return added.length + removed.length + changed.length
}

/** Changed parts that the diff of what is served does not show. */
function unservedChanges(
  { changes }: EditedGateway,
  stage: string,
  diff: ReleaseDiff,
  resources: ReadonlySet<string>,
): number {
  const { added, removed, changed } = diff.backends
  const backends = new Set([...added, ...removed, ...changed.map(nameOf)])
  const ofStage = sizeOf(diff.backends) + sizeOf(diff.plugins) + diff.settings.length
  const isUnserved = (path: PartPath): boolean => {
    const [kind, name] = splitPath(path)
    if (kind === 'resources') return !resources.has(name)
    if (kind === 'backends') return !backends.has(name)
    if (kind === 'stages') return name === stage && ofStage === 0
    return name !== 'userAuth' || !diff.settings.some(({ field }) => field.startsWith('userAuth'))
  }
  return [...changes.keys()].filter(isUnserved).length
}

/** While the draft cannot be compiled its parts are counted: too many rather than too few. */
function countedParts(
  { changes, document }: EditedGateway,
  stage: string,
  counts: DocumentReading['counts'],
): Pending {
  const isOurs = (path: PartPath): boolean => {
    const [kind, name] = splitPath(path)
    return kind !== 'stages' || name === stage
  }
  const kinds = [...changes.keys()].filter(isOurs).map((path) => splitPath(path)[0])
  const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length
  const problems = [...counts].filter(([part]) => keepsBack(part, stage))
  const isThere = partsIn(document, 'stages').some(({ name }) => name === stage)
  return withoutZeros({
    resources: count('resources'),
    backends: count('backends'),
    settings: count('settings') + count('stages'),
    problems: isThere ? problems.reduce((sum, [, ofPart]) => sum + ofPart, 0) : 0,
  })
}

function withoutZeros(counts: Readonly<Record<string, number>>): Pending {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
