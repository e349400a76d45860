import { readDocument } from '../../definition/read-document.ts'
import type { Language } from '../../model/bilingual.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { ProbeReport, ProbeSentence } from '../../model/probe-report.ts'
import type { Grant } from '../../model/release.ts'
import type { NameResolver } from '../../network/resolver.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import { stageDiff } from '../drafts/pending.ts'
import { draftFindings } from './draft-findings.ts'
import type { PreflightFinding, PreflightLevel } from './preflight-finding.ts'
import { probeStage } from './probe-stage.ts'
import { type RecentCalls, recentCallers } from './recent-callers.ts'

/** Everything that could be wrong with releasing a stage, found before it is: what the draft says by itself,
 *  what hosts answer, who would be surprised. */
export interface PreflightOrder {
  readonly edited: EditedGateway
  readonly stage: string
  readonly language: Language
  /** Whether hosts are tried: up to 20 s. */
  readonly probe: boolean
}

export interface PreflightParts {
  readonly plugins: readonly Plugin[]
  readonly resolver: NameResolver
  readonly calls: RecentCalls
}

export interface PreflightResult {
  readonly findings: readonly PreflightFinding[]
  /** null: no host was tried. */
  readonly hosts: ProbeReport['hosts'] | null
}

export async function preflightStage(
  parts: PreflightParts,
  order: PreflightOrder & { readonly granted: readonly Grant[] },
): Promise<PreflightResult> {
  const { edited, stage, granted } = order
  const { findings, hosts } = await lookAround(parts, order)
  return { findings: [...draftFindings(edited, stage, parts.plugins, granted), ...findings], hosts }
}

/** What others have to be asked: callers of late, hosts. */
export async function lookAround(
  parts: PreflightParts,
  { edited, stage, language, probe }: PreflightOrder,
): Promise<PreflightResult> {
  const { difference } = stageDiff(edited, stage, parts.plugins)
  const gateway = edited.stored.name
  const [callers, probed] = await Promise.all([
    recentCallers(parts.calls, { gateway, stage, difference }),
    probe ? probedHosts(parts, edited, stage, language) : undefined,
  ])
  const ofHosts = probed === undefined ? [] : probed.hosts.flatMap(hostFindings)
  return { findings: [...callers, ...ofHosts], hosts: probed?.hosts ?? null }
}

/** undefined: the stage cannot be compiled, so nobody knows its hosts. */
async function probedHosts(
  { plugins, resolver }: PreflightParts,
  { document }: EditedGateway,
  name: string,
  language: Language,
): Promise<ProbeReport | undefined> {
  const stage = readDocument(document, plugins).stage(name)
  if (stage === undefined) return undefined
  const release = { ...stage.content, number: 0, hash: '' } // as it would be
  return await probeStage({ release, backend: undefined, resolver, language })
}

function hostFindings({ backend, findings }: ProbeReport['hosts'][number]): PreflightFinding[] {
  return findings.map(({ level, key, sentence, advice }) => ({
    level: levels[level],
    key,
    path: `backends/${backend}`,
    sentence: [sentence, sentence], // in the language that was asked for
    advice: [advice, advice],
  }))
}

const levels: Readonly<Record<ProbeSentence['level'], PreflightLevel>> = {
  ok: 'info',
  note: 'info',
  warning: 'warning',
  failure: 'blocker',
}
