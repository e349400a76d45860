/** What a caller probably meant: names and resource paths near the one that does not exist. Runs
 *  for every 404, so its work is bounded however many resources there are. */
import type { Method } from '../model/release.ts'
import type { Segment } from './route-pattern.ts'

/** Names at most a third of their letters away, nearest first. */
export function nearestNames(name: string, known: Iterable<string>, most = 3): string[] {
  const found: { name: string; distance: number }[] = []
  let looked = 0
  for (const candidate of known) {
    if (++looked > mostCompared) break
    const distance = editDistance(name, candidate)
    if (distance <= allowedDistance(name)) found.push({ name: candidate, distance })
  }
  found.sort((a, b) => a.distance - b.distance || compareText(a.name, b.name))
  return found.slice(0, most).map((near) => near.name)
}

export interface NamedRoute {
  readonly method: Method
  readonly path: string
}

interface Candidate {
  readonly route: NamedRoute
  readonly segments: readonly Segment[]
}

const mostCompared = 400 // names, or paths: about 0.2 ms in all
const longestCompared = 64 // characters of a name or segment
const mostSegments = 32
const mostNear = 3

export class NearMisses {
  /** By first segment, '' for the root and for paths that begin with a variable. */
  readonly #byFirst = new Map<string, Candidate[]>()

  add({ method, path }: NamedRoute, segments: readonly Segment[]): void {
    const first = segments[0] ?? ''
    const candidates = this.#byFirst.get(first)
    const candidate = { route: { method, path }, segments }
    if (candidates === undefined) this.#byFirst.set(first, [candidate])
    else candidates.push(candidate)
  }

  nearest(method: string, path: string): { method: Method; path: string }[] {
    const wanted = path.slice(1).replace(/\/$/, '').split('/', mostSegments)
    const scored: { route: NamedRoute; cost: number }[] = []
    const costs: SegmentCosts[] = wanted.map(() => new Map<string, number>())
    let left = mostCompared
    for (const first of this.#firstSegments(wanted[0] ?? '')) {
      for (const { route, segments } of this.#byFirst.get(first) ?? []) {
        if (left-- === 0) return best(scored)
        const cost = pathCost(wanted, segments, costs) + (route.method === method ? 0 : 0.5)
        if (cost <= mostCost) scored.push({ route, cost })
      }
    }
    return best(scored)
  }

  /** The same first segment, then like ones, then those with a variable there. */
  #firstSegments(wanted: string): string[] {
    const alike = nearestNames(wanted, this.#byFirst.keys(), 5)
    return [...new Set([wanted, ...alike, ''])]
  }
}

/** More than two of these and the path is something else. */
const mostCost = 4.5

/** What other segments cost at one place of a path: many routes have the same there. */
type SegmentCosts = Map<string, number>

/** 0 for equal paths. A missing or additional segment costs as much as a wrong one. */
function pathCost(
  wanted: readonly string[],
  segments: readonly Segment[],
  costs: readonly SegmentCosts[],
): number {
  const common = Math.min(wanted.length, segments.length)
  let cost = 2 * Math.abs(wanted.length - segments.length)
  for (let index = 0; index < common && cost <= mostCost; index++) {
    const segment = segments[index]
    const asked = wanted[index] ?? ''
    if (segment === undefined) cost += asked === '' ? 2 : 0.25
    else if (segment !== asked) cost += segmentCost(asked, segment, costs[index])
  }
  return cost
}

/** A slip costs 1, another word 2. */
function segmentCost(asked: string, segment: string, known: SegmentCosts | undefined): number {
  const earlier = known?.get(segment)
  if (earlier !== undefined) return earlier
  const cost = editDistance(asked, segment) <= allowedDistance(asked) ? 1 : 2
  known?.set(segment, cost)
  return cost
}

function best(scored: { route: NamedRoute; cost: number }[]): { method: Method; path: string }[] {
  scored.sort((a, b) => a.cost - b.cost || compareText(a.route.path, b.route.path))
  return scored.slice(0, mostNear).map(({ route }) => ({ method: route.method, path: route.path }))
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function allowedDistance(name: string): number {
  return Math.max(1, Math.floor(Math.min(name.length, longestCompared) / 3))
}

/** Letters of difference without regard to case, Infinity where there are too many to be a slip. */
function editDistance(left: string, right: string): number {
  const most = allowedDistance(left)
  if (Math.abs(left.length - right.length) > most) return Infinity
  const a = left.slice(0, longestCompared).toLowerCase()
  const b = right.slice(0, longestCompared).toLowerCase()
  return a === b ? 0 : alignment(a, b, most)
}

/** Three rows of the table below, reused: this runs a thousand times for one miss. */
let rows: [Uint8Array, Uint8Array, Uint8Array] = [row(), row(), row()]

function row(): Uint8Array {
  return new Uint8Array(longestCompared + 1)
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). Gives up
 *  at the first row where every cell is above `most`. */
function alignment(a: string, b: string, most: number): number {
  for (let column = 0; column <= b.length; column++) rows[1][column] = column
  for (let line = 1; line <= a.length; line++) {
    const [beforeLast, last, current] = rows
    current[0] = line
    let least = line
    for (let column = 1; column <= b.length; column++) {
      const code = a.charCodeAt(line - 1)
      const isSame = code === b.charCodeAt(column - 1)
      const replaced = (last[column - 1] ?? 0) + (isSame ? 0 : 1)
      const moved = 1 + Math.min(last[column] ?? 0, current[column - 1] ?? 0)
      let cost = Math.min(replaced, moved)
      const isSwap =
        line > 1 &&
        column > 1 &&
        code === b.charCodeAt(column - 2) &&
        a.charCodeAt(line - 2) === b.charCodeAt(column - 1)
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current[column] = cost
      least = Math.min(least, cost)
    }
    if (least > most) return Infinity
    rows = [last, current, beforeLast]
  }
  return rows[1][b.length] ?? Infinity
}
