import type { ControlState } from '../../definition/control-state.ts'
import { partAt, partPath } from '../../definition/document-parts.ts'
import { planRelease, type StageReleasePlan } from '../../definition/plan-release.ts'
import { readDocument } from '../../definition/read-document.ts'
import { gatewayIn } from '../../definition/state-index.ts'
import type { Language } from '../../model/bilingual.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Author } from '../../storage/control-change.ts'
import type { Applier } from '../applier.ts'
import { draftFindings } from '../preflight/draft-findings.ts'
import { type PreflightFinding, preflightSentences } from '../preflight/preflight-finding.ts'
import { ApiProblem } from '../problem.ts'
import { draftEtag, type EditedGateway, editedGateway } from './draft.ts'
import type { DraftBook } from './draft-book.ts'
import { grantsOf } from '../permissions/grants-of.ts'
import { requireEditable } from './managed-by-files.ts'
import { noPart } from './part-editor.ts'
import { releasedParts } from './released-parts.ts'

/** A stage begins to serve what its draft says, by all workers or by none; nothing that the preflight calls a
 *  blocker gets there, and a warning only where it is accepted. */
export interface ReleaseOrder {
  readonly gateway: string
  readonly stage: string
  readonly comment: string
  /** ETag of the draft that was looked at; undefined: any. */
  readonly ifDraft: string | undefined
  readonly acceptWarnings: boolean
  readonly author: Author
  readonly language: Language
}

export interface ReleaseParts {
  readonly book: DraftBook
  readonly applier: Applier
  readonly plugins: readonly Plugin[]
  /** What takes time: who called lately, hosts where that was asked for. */
  look(edited: EditedGateway): Promise<readonly PreflightFinding[]>
}

export interface StageReleased {
  readonly plan: StageReleasePlan
  readonly edited: EditedGateway
}

export async function releaseStage(
  parts: ReleaseParts,
  order: ReleaseOrder,
): Promise<StageReleased> {
  const { book, applier, plugins } = parts
  const { gateway, stage, author } = order
  const seen = await book.get(gateway)
  requireStage(seen, stage)
  const looked = await parts.look(seen)
  return await book.inTurn(gateway, async () => {
    const { draft } = await book.get(gateway)
    const plan = await applier.change(
      (state) => {
        const edited = editedIn(state, gateway, draft)
        requireStage(edited, stage)
        requireSeen(edited, order)
        const own = draftFindings(edited, stage, plugins, grantsOf(state, gateway))
        requireReleasable([...own, ...looked], order)
        return planned(state, edited, stage, plugins)
      },
      author,
      order.comment,
    )
    const { edited } = plan
    await book.settle({ ...edited, draft }, releasedParts(edited, stage).parts, author)
    return { plan, edited }
  })
}

function editedIn(
  state: ControlState,
  gateway: string,
  draft: EditedGateway['draft'],
): EditedGateway {
  const stored = gatewayIn(state, gateway)
  if (stored !== undefined) return editedGateway(stored, draft)
  throw new ApiProblem('not_found', 'There is no gateway of this name any more.')
}

function requireStage(edited: EditedGateway, stage: string): void {
  requireEditable(edited)
  const path = partPath('stages', stage)
  if (partAt(edited.document, path) === undefined) throw noPart(edited, path)
}

/** What is released is what was looked at. */
function requireSeen(edited: EditedGateway, { ifDraft }: ReleaseOrder): void {
  const etag = draftEtag(edited)
  if (ifDraft === undefined || ifDraft === etag) return
  const detail = 'The draft was changed since you read it. Look at its changes, and release those.'
  throw new ApiProblem('changed_meanwhile', detail, { etag })
}

function requireReleasable(
  findings: readonly PreflightFinding[],
  { acceptWarnings, language }: ReleaseOrder,
): void {
  const refusing = findings.filter(
    ({ level }) => level === 'blocker' || (level === 'warning' && !acceptWarnings),
  )
  const sentences = preflightSentences(refusing, language)
  const [first] = sentences
  if (first === undefined) return
  const more = sentences.length > 1 ? ` (and ${sentences.length - 1} more)` : ''
  const at = first.path === '' ? '' : `${first.path}: `
  const text = `${at}${first.sentence}${more}`
  if (refusing.some(({ key }) => key === 'draft_outdated')) {
    throw new ApiProblem('draft_outdated', text, { findings: sentences })
  }
  if (first.level === 'blocker') {
    throw new ApiProblem('not_releasable', text, { findings: sentences })
  }
  const detail = `${text} Release with "acceptWarnings": true where that is meant.`
  throw new ApiProblem('release_has_warnings', detail, { findings: sentences })
}

function planned(
  state: ControlState,
  edited: EditedGateway,
  name: string,
  plugins: readonly Plugin[],
): StageReleasePlan & { readonly edited: EditedGateway } {
  const reading = readDocument(edited.document, plugins)
  const stage = reading.stage(name)
  const { written } = releasedParts(edited, name)
  const plan =
    reading.gateway === undefined || stage === undefined
      ? undefined
      : planRelease(state, {
          gateway: edited.stored.name,
          stage,
          reading: reading.gateway,
          written,
        })
  // problems of the reading are blockers, which were refused
  if (plan === undefined) throw new Error('a stage was to be released that cannot be compiled')
  return { ...plan, edited }
}
