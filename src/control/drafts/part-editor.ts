import type { FastifyRequest } from 'fastify'
import { checkPart } from '../../definition/check-part.ts'
import {
  type Part,
  partAt,
  type PartKind,
  type PartPath,
  splitPath,
} from '../../definition/document-parts.ts'
import { didYouMean } from '../../definition/nearest-word.ts'
import { byName, partsIn } from '../../definition/document-parts.ts'
import { type DocumentProblem, readDocument } from '../../definition/read-document.ts'
import { isRecord } from '../../definition/shape.ts'
import type { Plugin } from '../../model/plugin.ts'
import { etagOf, requireMatch } from '../etag.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'
import { auditedChange } from '../state-change.ts'
import { withoutSecrets } from '../without-secrets.ts'
import type { EditedGateway } from './draft.ts'
import type { DraftBook } from './draft-book.ts'
import { withHiddenValues } from './hidden-values.ts'
import { requireEditable } from './managed-by-files.ts'
import { type PartFocus, wholePart } from './part-focus.ts'

/** One part of a gateway's draft: read, made, changed and taken away, with everything that holds for all of
 *  them: what another changed is not overwritten, what is wrong is not kept, secrets are not shown. */
export interface PartEditor {
  readonly book: DraftBook
  readonly plugins: readonly Plugin[]
}

/** Where a part is. */
export interface PartPlace {
  readonly gateway: string
  readonly path: PartPath
  readonly focus?: PartFocus
}

/** The part as a definition has it, and how it stands. */
export interface PartView {
  /** Without secrets. */
  readonly definition: unknown
  /** What the draft makes of it; null: nothing. */
  readonly change: 'create' | 'update' | 'delete' | null
  /** It was changed by a file or a release since the draft changed it. */
  readonly conflict: boolean
  /** What keeps it from being released. */
  readonly problems: readonly DocumentProblem[]
}

export interface ViewedPart {
  readonly etag: string
  readonly view: PartView
}

export type Of = 'draft' | 'live'

/** Throws `not_found`. */
export function viewPart(
  edited: EditedGateway,
  { path, focus = wholePart }: Omit<PartPlace, 'gateway'>,
  plugins: readonly Plugin[],
  of: Of = 'draft',
): ViewedPart {
  const isLive = of === 'live'
  const document = isLive ? edited.stored.written : edited.document
  const part = partAt(document, path)
  const value = part === undefined ? undefined : focus.read(part)
  if (value === undefined) throw noPart(edited, path, part !== undefined)
  const problems = isLive ? [] : readDocument(document, plugins).problems
  const view = {
    definition: withoutSecrets(value),
    change: isLive ? null : changeOf(edited, path),
    conflict: !isLive && edited.conflicts.includes(path),
    problems: problems.filter((problem) => problem.part === path),
  }
  return { etag: etagOf(value), view }
}

export function changeOf({ changes, stored }: EditedGateway, path: PartPath): PartView['change'] {
  const change = changes.get(path)
  if (change === undefined) return null
  if (change === null) return 'delete'
  return partAt(stored.written, path) === undefined ? 'create' : 'update'
}

/** A part that is not there yet. */
export async function createPart(
  { book, plugins }: PartEditor,
  request: FastifyRequest,
  gateway: string,
  kind: PartKind,
  body: Part,
): Promise<ViewedPart & { readonly name: string }> {
  const name = typeof body['name'] === 'string' ? body['name'] : '' // which is reported
  const path: PartPath = `${kind}/${name}`
  const edited = await book.edit(gateway, authorOf(request), (before) => {
    requireEditable(before)
    if (name !== '' && partAt(before.document, path) !== undefined) {
      const detail = `There is ${path} already. Change it with PUT or PATCH, or choose another name.`
      throw new ApiProblem('exists_already', detail)
    }
    const part = withHiddenValues(body, undefined)
    return draftEdit(before, path, checked(path, part, plugins))
  })
  return { name, ...viewPart(await again(book, edited), { path }, plugins) }
}

export interface PartChange extends PartPlace {
  /** Gives what shall be there, undefined: nothing. `current` is undefined where there is nothing yet. */
  change(current: unknown): unknown
  /** What is not there is made. */
  readonly mayCreate?: boolean
  /** Throws where it cannot be. */
  readonly require?: (edited: EditedGateway) => void
}

/** undefined: it is gone now. */
export async function changePart(
  { book, plugins }: PartEditor,
  request: FastifyRequest,
  order: PartChange,
): Promise<ViewedPart | undefined> {
  const { gateway, path, focus = wholePart } = order
  let isGone = false
  const edited = await book.edit(gateway, authorOf(request), (before) => {
    requireEditable(before)
    const part = partAt(before.document, path)
    const current = part === undefined ? undefined : focus.read(part)
    const isMissing = part === undefined || current === undefined
    // what is within a part needs the part
    const mayBeMade = order.mayCreate === true && (part !== undefined || focus === wholePart)
    if (isMissing && !mayBeMade) throw noPart(before, path, part !== undefined)
    requireSeen(request, current)
    order.require?.(before)
    const changed = withHiddenValues(order.change(current), current)
    isGone = changed === undefined
    if (isGone && focus === wholePart) return draftEdit(before, path, null)
    return draftEdit(before, path, checked(path, focus.write(part ?? {}, changed), plugins))
  })
  return isGone ? undefined : viewPart(await again(book, edited), { path, focus }, plugins)
}

/** Takes a part away, with what `along` says of others. */
export async function deletePart(
  { book }: PartEditor,
  request: FastifyRequest,
  gateway: string,
  path: PartPath,
  along: (edited: EditedGateway) => ReadonlyMap<PartPath, Part>,
): Promise<void> {
  await book.edit(gateway, authorOf(request), (before) => {
    requireEditable(before)
    const part = partAt(before.document, path)
    if (part === undefined) throw noPart(before, path)
    requireSeen(request, part)
    const edits = [draftEdit(before, path, null)]
    for (const [other, body] of along(before)) edits.push(draftEdit(before, other, body))
    const set = new Map(edits.flatMap((edit) => [...edit.set]))
    return { set, audit: edits.flatMap(({ audit }) => audit), result: undefined }
  })
}

/** The newest; another edit may have come since, which the answer then tells. */
async function again(book: DraftBook, { stored }: EditedGateway): Promise<EditedGateway> {
  return await book.get(stored.name)
}

/** 412 comes with what is there now, so that a page can show both. */
function requireSeen(request: FastifyRequest, current: unknown): void {
  const sent = request.headers['if-match']
  if (current === undefined) {
    if (sent === undefined || sent.trim() === '*') return
    const detail = 'It is not there any more. Leave If-Match out to make it anew.'
    throw new ApiProblem('changed_meanwhile', detail, { etag: '', current: null })
  }
  requireMatch(request, etagOf(current), () => withoutSecrets(current))
}

/** Throws `part_invalid` with everything that is wrong. */
export function checked(path: PartPath, value: unknown, plugins: readonly Plugin[]): Part {
  const [kind, name] = splitPath(path)
  const part = isRecord(value) ? value : {}
  const problems = [...checkPart(kind, name, part, plugins)]
  if (kind !== 'settings' && typeof part['name'] === 'string' && part['name'] !== name) {
    const message = `expected ${JSON.stringify(name)}, as in the path; a name cannot be changed`
    problems.unshift({ path: 'name', message, suggestion: 'Make another one, and delete this.' })
  }
  const [first] = problems
  if (first === undefined) return part
  const at = first.path === '' ? '' : `${first.path}: `
  const detail = `${at}${first.message}.${first.suggestion === '' ? '' : ` ${first.suggestion}`}`
  throw new ApiProblem('part_invalid', detail, { errors: problems })
}

/** A step of the draft that changes one part, and what the audit says of it. */
function draftEdit(
  edited: EditedGateway,
  path: PartPath,
  body: Part | null,
): {
  readonly set: ReadonlyMap<PartPath, Part | null>
  readonly audit: readonly ReturnType<typeof auditedChange>[]
  readonly result: EditedGateway
} {
  const before = partAt(edited.document, path)
  const action = body === null ? 'delete' : before === undefined ? 'create' : 'update'
  const at = `gateways/${edited.stored.name}/draft/${path}`
  const after = body ?? undefined
  const audit = [auditedChange({ kind: 'draft', path: at, action, before, after })]
  return { set: new Map([[path, body]]), audit, result: edited }
}

export function noPart(edited: EditedGateway, path: PartPath, isWithin = false): ApiProblem {
  const [kind, name] = splitPath(path)
  const where = `/api/v1/gateways/${edited.stored.name}/${kind}`
  if (isWithin) return new ApiProblem('not_found', `${where}/${name} has no such part.`)
  if (kind === 'settings') return new ApiProblem('not_found', `There is no ${name} here.`)
  const names = byName(partsIn(edited.document, kind)).keys()
  const near = didYouMean(name, names)
  const detail = `There is no ${kind.slice(0, -1)} of this name. ${near || `${where} lists all.`}`
  return new ApiProblem('not_found', detail)
}
