import type { Bilingual } from '../../model/bilingual.ts'
import type { HopVerdict } from './diagnose-text.ts'
import type { Hop, TranscriptKind } from './transcript.ts'

/** Which exchange of a text the verdict is about: the last one that failed and stayed so. A challenge that was
 *  answered, a redirect that was followed and a try that was repeated are steps on the way to what came last. */
export function decidingHop(
  hops: readonly Hop[],
  judged: readonly HopVerdict[],
  kind: TranscriptKind,
): number {
  for (let place = judged.length - 1; place >= 0; place--) {
    const isFailed = judged[place]?.verdict.fault !== 'none'
    if (isFailed && (kind === 'har' || !isStep(hops, judged, place))) return place
  }
  return judged.length - 1
}

/** What came before the success that a verdict is about, where it looked like a failure. */
export function stepsBefore(judged: readonly HopVerdict[], deciding: number): Bilingual[] {
  const before = judged.slice(0, deciding).filter(({ verdict }) => verdict.fault !== 'none')
  if (judged[deciding]?.verdict.fault !== 'none') return []
  return before.map(({ status }) => [
    `an answer before it was ${status}: the same call went on`,
    `之前的应答是 ${status}：同一调用继续进行`,
  ])
}

function isStep(hops: readonly Hop[], judged: readonly HopVerdict[], place: number): boolean {
  const hop = hops[place]
  const next = hops[place + 1]
  const status = hop?.response?.status ?? 0
  if (hop === undefined || next === undefined || status === 0 || hop.failure !== undefined)
    return false
  const later = judged.slice(place + 1)
  if (later.at(-1)?.verdict.fault !== 'none') return false
  if (status < 400) return isFollowed(hop, next) && judged[place]?.through_gateway !== true
  const isChallenge = status === 401 || status === 407
  return isChallenge
    ? isSameRequest(hop, next) || next.url === ''
    : isRepeated(hop, hops.slice(place + 1))
}

/** A gateway's own redirect stays worth telling: somebody configured a wrong address. */
function isFollowed({ response, url }: Hop, next: Hop): boolean {
  if (next.url === '') return true
  const location = response?.headers.find(([name]) => /^location$/i.test(name))?.[1] ?? ''
  const base = URL.canParse(url) ? url : undefined
  if (!URL.canParse(location, base)) return false
  return withoutScheme(new URL(location, base).href) === withoutScheme(next.url)
}

function isRepeated(hop: Hop, later: readonly Hop[]): boolean {
  return hop.url !== '' && later.every((next) => isSameRequest(hop, next))
}

function isSameRequest(one: Hop, other: Hop): boolean {
  return one.method === other.method && withoutScheme(one.url) === withoutScheme(other.url)
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//i, '').replace(/\/$/, '')
}
