import { shownHash } from '../keyed-hash.ts'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { gatewayIn } from '../../definition/state-index.ts'
import { planUnpublish } from '../../definition/plan-gateway.ts'
import { partAt, partPath } from '../../definition/document-parts.ts'
import type { StageName } from '../../storage/release-history.ts'
import type { Applier } from '../applier.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import { grantsOf } from '../permissions/grants-of.ts'
import { noPart, type PartEditor } from '../drafts/part-editor.ts'
import { releaseStage } from '../drafts/release-stage.ts'
import { stageDiff } from '../drafts/pending.ts'
import { liveOn, type StageView, stageView, type StageViewParts } from '../drafts/stage-view.ts'
import { bodyIn } from '../json-body.ts'
import { plainText } from '../plain-text.ts'
import { preflightSentences, worstOf } from '../preflight/preflight-finding.ts'
import { type ProbeTurn, probeTurns } from '../preflight/probe-turns.ts'
import { lookAround, type PreflightParts, preflightStage } from '../preflight/preflight-stage.ts'
import { authorOf } from '../request-author.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import { stageName } from './gateway-routes.ts'
import { gatewayParameter } from './part-routes.ts'

/** What becomes of a draft: looked at before (preflight), released to one stage, and taken off again. */
const path = '/api/v1/gateways/:gateway/stages/:stage'
const params = Type.Object({ gateway: gatewayParameter, stage: stageName })
const preflightQuery = Type.Object({
  lang: languageParameter,
  probe: Type.Optional(Type.Boolean({ description: 'Try each host, up to 20 s; default true.' })),
})
const releaseQuery = Type.Object({ lang: languageParameter })
const order = Type.Object(
  {
    comment: Type.Optional(plainText(1_000, 'Why; kept with the release.')),
    ifDraft: Type.Optional(
      plainText(128, 'ETag of the draft that was looked at: another one is not released.'),
    ),
    acceptWarnings: Type.Optional(Type.Boolean({ description: 'Warnings were looked at.' })),
    preflight: Type.Optional(
      Type.Boolean({
        description: 'Try each host first: what callers would get errors from, blocks.',
      }),
    ),
  },
  { additionalProperties: false },
)
const why = Type.Object(
  { comment: Type.Optional(plainText(1_000, 'Why; kept in the audit.')) },
  { additionalProperties: false },
)

export interface StageReleaseParts extends StageViewParts, PreflightParts {
  readonly applier: Applier
}

interface OfStage {
  Params: Static<typeof params>
}

export function stageReleaseRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  parts: StageReleaseParts,
): void {
  const inTurn = probeTurns('preflights')
  preflightRoute(app, editor, parts, inTurn)
  releaseRoute(app, editor, parts, inTurn)
  unpublishRoute(app, editor, parts)
}

function preflightRoute(
  app: FastifyInstance,
  editor: PartEditor,
  parts: StageReleaseParts,
  inTurn: ProbeTurn,
): void {
  app.route<OfStage & { Querystring: Static<typeof preflightQuery> }>({
    method: 'POST',
    url: `${path}/preflight`,
    schema: { params, querystring: preflightQuery },
    config: {
      access: 'maintainer',
      summary: 'What releasing the draft to a stage would break, hosts tried from here.',
      bodiless: true,
      answer: {
        example: {
          gateway: 'shop',
          stage: 'prod',
          worst: 'blocker',
          findings: [exampleFinding],
          hosts: [],
        },
      },
      problems: ['too_many_probes'],
    },
    handler: async (request) => {
      const { gateway, stage } = request.params
      const edited = await editor.book.get(gateway)
      const at = partPath('stages', stage)
      if (partAt(edited.document, at) === undefined) throw noPart(edited, at)
      const { probe = true } = request.query
      const language = languageOf(request)
      const granted = grantsOf(parts.applier.state, gateway)
      const look = () => preflightStage(parts, { edited, stage, granted, language, probe })
      const { findings, hosts } = await (probe ? inTurn(look) : look())
      const shown = preflightSentences(findings, language)
      return { gateway, stage, worst: worstOf(findings), findings: shown, hosts }
    },
  })
}

const releaseProblems = [
  'changed_meanwhile',
  'draft_outdated',
  'not_releasable',
  'release_has_warnings',
  'managed_by_files',
  'too_many_probes',
  'release_refused',
  'storage_failed',
] as const

const exampleFinding = {
  level: 'blocker',
  key: 'backend_refused',
  path: 'backends/default',
  sentence: 'http://orders:8080 (shop/prod/default) refuses connections.',
  advice: 'Check that the backend process listens on this address.',
}

const releasedExample = {
  gateway: 'shop',
  stage: 'prod',
  number: 4,
  hash: '5f0c…',
  changed: true,
  live: { workers: 2, of: 2, since: '2026-11-30T08:00:00.000Z' },
  pending: null,
}

function releaseRoute(
  app: FastifyInstance,
  editor: PartEditor,
  parts: StageReleaseParts,
  inTurn: ProbeTurn,
): void {
  const { applier, plugins } = parts
  app.route<OfStage & { Querystring: Static<typeof releaseQuery> }>({
    method: 'POST',
    url: `${path}/release`,
    schema: { params, querystring: releaseQuery },
    config: {
      access: 'maintainer',
      summary: 'Releases the draft to a stage; answers when every worker serves it.',
      problems: releaseProblems,
      body: { schema: order, example: { comment: 'orders by customer', acceptWarnings: false } },
      answer: { example: releasedExample },
    },
    handler: async (request) => {
      const { gateway, stage } = request.params
      const asked = request.body === undefined ? {} : bodyIn(request, order)
      const language = languageOf(request)
      const author = authorOf(request)
      const { comment = '', ifDraft, acceptWarnings = false, preflight: probe = false } = asked
      const look = async (edited: EditedGateway) => {
        const around = () => lookAround(parts, { edited, stage, language, probe })
        return (await (probe ? inTurn(around) : around())).findings
      }
      const { plan } = await releaseStage(
        { book: editor.book, applier, plugins, look },
        { gateway, stage, comment, ifDraft, acceptWarnings, author, language },
      )
      const { number, hash } = plan.release
      return {
        gateway,
        stage,
        number,
        hash: shownHash(hash),
        changed: plan.changed,
        ...(await livePart(parts, editor, { gateway, stage })),
      }
    },
  })
}

/** It is live: that is the answer, also where nobody can read any more since when. */
async function livePart(
  parts: StageReleaseParts,
  { book }: PartEditor,
  { gateway, stage }: StageName,
): Promise<Pick<StageView, 'live' | 'pending'>> {
  const edited = await book.find(gateway)
  if (edited === undefined) return { live: liveOn(parts, Date.now()), pending: null } // deleted since
  const view = await stageView(parts, edited, stage).catch(() => undefined)
  const live = view?.live ?? liveOn(parts, Date.now())
  return { live, pending: stageDiff(edited, stage, parts.plugins).pending }
}

function unpublishRoute(
  app: FastifyInstance,
  { book }: PartEditor,
  { applier }: StageReleaseParts,
): void {
  app.route<OfStage>({
    method: 'POST',
    url: `${path}/unpublish`,
    schema: { params },
    config: {
      access: 'maintainer',
      summary: 'Takes a stage off: it is answered as if it did not exist; its releases stay.',
      body: { schema: why, example: { comment: 'moved to the new gateway' } },
      problems: ['release_refused', 'storage_failed'],
      answer: { example: { gateway: 'shop', stage: 'test', changed: true } },
    },
    handler: async (request) => {
      const { gateway, stage } = request.params
      const { comment = '' } = request.body === undefined ? {} : bodyIn(request, why)
      const edited = await book.get(gateway)
      const at = partPath('stages', stage)
      const isServed = edited.stored.stages.some(({ name }) => name === stage)
      if (!isServed && partAt(edited.document, at) === undefined) throw noPart(edited, at)
      const plan = await applier.change(
        (state) => unpublished(state, { gateway, stage }, comment),
        authorOf(request),
      )
      return { gateway, stage, changed: plan.details.length > 0 }
    },
  })
}

function unpublished(
  state: Applier['state'],
  { gateway, stage }: StageName,
  comment: string,
): ReturnType<typeof planUnpublish> {
  const stored = gatewayIn(state, gateway)
  if (stored?.stages.some(({ name }) => name === stage) !== true)
    return { next: state, details: [] }
  return planUnpublish(state, stored, stage, comment)
}
