import { partAt, partPath, partsIn, type PartPath } from '../../definition/document-parts.ts'
import { stageVariablesOf } from '../../definition/path-template.ts'
import { type DocumentProblem, mostProblems, readDocument } from '../../definition/read-document.ts'
import { isRecord } from '../../definition/shape.ts'
import { warningsOf } from '../../definition/warnings.ts'
import { type Bilingual, en, nothingSaid, quoted, zh } from '../../model/bilingual.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { Grant } from '../../model/release.ts'
import type { EditedGateway } from '../drafts/draft.ts'
import { problemsOf } from '../drafts/pending.ts'
import { endOf } from '../permissions/grant-end.ts'
import { liveResources } from '../permissions/visible-gateway.ts'
import type { PreflightFinding } from './preflight-finding.ts'

/** What can be said about releasing a stage without asking anybody: the rules of definitions, what others
 *  changed, permissions that would lead nowhere. */
export function draftFindings(
  edited: EditedGateway,
  stage: string,
  plugins: readonly Plugin[],
  granted: readonly Grant[],
  nowMs = Date.now(),
): PreflightFinding[] {
  // one that is over opens nothing any more, whatever becomes of its resource
  const lasting = granted.filter((grant) => endOf(grant) > nowMs)
  return [
    ...edited.conflicts.map(conflict),
    ...problemsOf(readDocument(edited.document, plugins).problems, stage)
      .slice(0, mostProblems)
      .map(problem),
    ...stagesLeftOut(edited),
    ...emptyStage(edited),
    ...unusedVariables(edited, stage),
    ...brokenGrants(edited, lasting),
    ...revivedGrants(edited, lasting),
    ...unusualSettings(edited, stage, plugins),
  ]
}

function conflict(path: PartPath): PreflightFinding {
  return {
    level: 'blocker',
    key: 'draft_outdated',
    path,
    sentence: [
      en`${path} was changed by a definition file or a release since the draft changed it.`,
      zh`草稿修改 ${path} 之后，它又被定义文件或发布修改过。`,
    ],
    advice: [
      'Rebase the draft: keep its version of this part, or take what is live.',
      '请对草稿执行 rebase：保留草稿的版本，或采用已生效的版本。',
    ],
  }
}

function problem({ part, path, message, suggestion }: DocumentProblem): PreflightFinding {
  return {
    level: 'blocker',
    key: 'definition_invalid',
    path: [part, path].filter((text) => text !== '').join(' '),
    sentence: quoted(message), // problems of definitions are told in English
    advice: quoted(suggestion),
  }
}

/** A stage can be rolled back to while a draft takes it away. */
function stagesLeftOut({ stored, document }: EditedGateway): PreflightFinding[] {
  const gone = stored.stages.filter(({ name }) => !partAt(document, partPath('stages', name)))
  return gone.map(({ name }) => ({
    level: 'blocker',
    key: 'stage_served',
    path: `stages/${name}`,
    sentence: [
      en`The stage ${name} is served, and the draft takes it away.`,
      zh`环境 ${name} 正在对外服务，而草稿删除了它。`,
    ],
    advice: ['Unpublish it first.', '请先将其下线。'],
  }))
}

function emptyStage({ document }: EditedGateway): PreflightFinding[] {
  if (partsIn(document, 'resources').length > 0) return []
  return [
    {
      level: 'warning',
      key: 'no_resources',
      path: 'resources',
      sentence: [
        'The gateway has no resources: every request would be refused.',
        '网关没有任何资源：所有请求都会被拒绝。',
      ],
      advice: [
        'Add a resource, or import an OpenAPI document.',
        '请添加资源，或导入 OpenAPI 文档。',
      ],
    },
  ]
}

function unusedVariables({ document }: EditedGateway, stage: string): PreflightFinding[] {
  const part = partAt(document, partPath('stages', stage))
  const variables = part?.['variables']
  if (!isRecord(variables)) return []
  const used = new Set(stageVariablesOf(JSON.stringify(part?.['backends'] ?? {})))
  for (const { backend } of partsIn(document, 'resources')) {
    const path = isRecord(backend) ? backend['path'] : ''
    if (typeof path === 'string') for (const name of stageVariablesOf(path)) used.add(name)
  }
  const names = Object.keys(variables).filter((name) => !used.has(name) && !name.startsWith('x-'))
  return names.map((name) => ({
    level: 'info',
    key: 'unused_variable',
    path: `stages/${stage} variables.${name}`,
    sentence: [
      en`Nothing uses the variable ${name} of the stage ${stage}.`,
      zh`环境 ${stage} 的变量 ${name} 没有被使用。`,
    ],
    advice: nothingSaid,
  }))
}

/** Of one sentence; more are counted by the last word. */
const mostNamed = 5
const mostGrants = 100

function brokenGrants(
  { document, stored }: EditedGateway,
  granted: readonly Grant[],
): PreflightFinding[] {
  const names = new Set(partsIn(document, 'resources').map(({ name }) => name))
  const live = liveResources(stored)
  // of what is gone already nothing breaks
  return grantsByApp(granted, (name) => !names.has(name) && live.has(name)).map(([app, shown]) => {
    return {
      level: 'warning',
      key: 'grant_breaks',
      path: `grants/${app}`,
      sentence: [
        en`The application ${app} has permission for ${shown}, which would be gone.`,
        zh`应用 ${app} 拥有 ${shown} 的权限，而它将不复存在。`,
      ],
      advice: [
        'Tell its owner what to call instead. The permission stays, not in force until a stage serves the name again.',
        '请告知应用负责人改用哪个接口。权限会保留，但在有环境重新提供该名称之前不生效。',
      ],
    }
  })
}

/** A resource that the draft makes, under a name that was granted before it was taken away. */
function revivedGrants(
  { changes, stored }: EditedGateway,
  granted: readonly Grant[],
): PreflightFinding[] {
  const live = liveResources(stored)
  const isMade = (name: string): boolean => {
    const path = partPath('resources', name)
    const isNew = (changes.get(path) ?? null) !== null && partAt(stored.written, path) === undefined
    return isNew && !live.has(name)
  }
  return grantsByApp(granted, isMade).map(([app, shown]) => ({
    level: 'warning',
    key: 'grant_revives',
    path: `grants/${app}`,
    sentence: [
      en`The application ${app} has a permission for ${shown} from before, which would be in force again.`,
      zh`应用 ${app} 仍保有此前对 ${shown} 的权限，发布后将重新生效。`,
    ],
    advice: [
      'Take the permission away first where the new resource is not meant for it, or give the resource another name.',
      '如果新资源不应对它开放，请先撤销该权限，或为资源换一个名称。',
    ],
  }))
}

/** Whose permissions name such resources, and which, as a sentence has them. */
function grantsByApp(
  granted: readonly Grant[],
  isMeant: (resource: string) => boolean,
): [app: string, shown: string][] {
  const byApp = new Map<string, string[]>()
  for (const { app, resources } of granted) {
    const meant = (resources ?? []).filter(isMeant)
    if (meant.length > 0) byApp.set(app, [...(byApp.get(app) ?? []), ...meant])
  }
  return [...byApp].slice(0, mostGrants).map(([app, names]) => [app, listOf([...new Set(names)])])
}

export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(', ')
  return names.length > mostNamed ? `${shown} + ${names.length - mostNamed}` : shown
}

/** What works and is probably not meant. */
function unusualSettings(
  { document }: EditedGateway,
  name: string,
  plugins: readonly Plugin[],
): PreflightFinding[] {
  const reading = readDocument(document, plugins)
  const stage = reading.stage(name)
  if (reading.gateway === undefined || stage === undefined) return []
  return warningsOf([{ ...reading.gateway, stages: [stage] }]).map(({ path, message }) => {
    const sentence: Bilingual = quoted(message) // as those of definitions, in English
    const [, , ...within] = path.split('/')
    return { level: 'info', key: 'unusual', path: within.join('/'), sentence, advice: nothingSaid }
  })
}
