import type { Plugin } from '../model/plugin.ts'
import { buildParts } from './build-gateway.ts'
import { certificateReader } from './certificates.ts'
import { checkGateway } from './check-gateway.ts'
import { checkPart } from './check-part.ts'
import { checkShape } from './check-shape.ts'
import type { Checking } from './checking.ts'
import type { GatewayDefinition, StageDefinition, Written } from './definition.ts'
import { type Path, pathText, type Report } from './definition-problem.ts'
import { gatewaySchema, type GatewayText, type StageText } from './definition-schema.ts'
import { listKinds, partsIn } from './document-parts.ts'
import { plainPart, reportReferences } from './plain-part.ts'
import { resourceSchema } from './resource-schema.ts'
import { noTextFile } from './named-file.ts'
import { isRecord, type Shape, shapeOf } from './shape.ts'

/** A gateway's definition that is edited part by part, read by the rules of definition files. What was found
 *  right about a resource is remembered by the object, so that after an edit of one of 10,000 only that
 *  one is looked at again, and what resources are to each other. */
export interface DocumentReading {
  /** The first ones, and the first of each further part: none that is wrong passes for sound. */
  readonly problems: readonly DocumentProblem[]
  /** Of all, by part. */
  readonly counts: ReadonlyMap<string, number>
  /** undefined where something that all stages share is wrong. */
  readonly gateway: Omit<GatewayDefinition, 'stages'> | undefined
  /** undefined: there is none of this name, or something is wrong with it. */
  stage(name: string): StageDefinition | undefined
}

export interface DocumentProblem {
  /** Such as `stages/prod`, '' for what belongs to no single part. */
  readonly part: string
  /** Within the part. */
  readonly path: string
  readonly message: string
  readonly suggestion: string
}

/** More than anybody reads in one go. */
export const mostProblems = 500

const readings = new WeakMap<Written, DocumentReading>()
const known = new WeakSet<object>()

/** `document`: without grants, which are looked at where they are given. */
export function readDocument(document: Written, plugins: readonly Plugin[]): DocumentReading {
  let reading = readings.get(document)
  if (reading === undefined) {
    reading = readAnew(document, plugins)
    readings.set(document, reading)
  }
  return reading
}

/** Looks at each resource by itself, yielding now and then: a reading of thousands that nobody looked at
 *  before is short then. */
export function* lookAtResources(
  document: Written,
  plugins: readonly Plugin[],
): Generator<void, void> {
  for (const [index, resource] of partsIn(document, 'resources').entries()) {
    const plain = plainResource(resource)
    if (known.has(plain)) continue
    const problems = checkPart('resources', '', resource, plugins)
    if (problems.length === 0) known.add(plain)
    if (index % betweenYields === 0) yield
  }
}

const betweenYields = 16

function readAnew(document: Written, plugins: readonly Plugin[]): DocumentReading {
  const problems: DocumentProblem[] = []
  const counts = new Map<string, number>()
  const wrong = new Set<unknown>()
  const value = copyForReading(document)
  const report: Report = (path, message, suggestion = '') => {
    wrong.add(value.resources[resourceIndex(path)])
    const place = placeOf(value, path)
    const earlier = counts.get(place.part) ?? 0
    counts.set(place.part, earlier + 1)
    const isMany = problems.length >= mostProblems
    if (isMany && earlier > 0) return
    const words = typeof suggestion === 'string' ? suggestion : isMany ? '' : suggestion()
    problems.push({ ...place, message, suggestion: words })
  }
  const checking = checkingOf(value, plugins, report)
  checkShape(gatewayShape, value, [], checking)
  reportReferences({ ...document, resources: [], grants: [] }, [], report)
  const written = partsIn(document, 'resources') // with their escapes
  for (const [index, resource] of value.resources.entries()) {
    if (known.has(resource)) continue
    reportReferences(written[index], ['resources', index], report)
    checkShape(resourceShape, resource, ['resources', index], checking)
  }
  checkGateway(value, [], checking)
  for (const resource of value.resources) if (!wrong.has(resource)) known.add(resource)
  return { problems, counts, ...builtFrom(value, counts, document) }
}

function checkingOf(value: DocumentValue, plugins: readonly Plugin[], report: Report): Checking {
  return {
    report,
    marks: new WeakMap(),
    sound: new WeakSet(),
    known,
    plugins: new Map(plugins.map((plugin) => [plugin.name, plugin])),
    certificates: certificateReader('draft', undefined),
    textFile: noTextFile,
    placeOf: (path) => {
      const { part, path: within } = placeOf(value, path)
      return within === '' ? part : `${part} ${within}`
    },
    setText: (path, text) => setText(value, path, text),
  }
}

interface DocumentValue {
  readonly stages: readonly unknown[]
  readonly resources: readonly object[]
}

/** Stages are copied, because certificates are put into them in the form that workers take. */
function copyForReading(document: Written): DocumentValue {
  const { grants: _grants, resources: _resources, ...rest } = document
  return {
    ...plainPart(rest),
    stages: structuredClone(plainPart(partsIn(document, 'stages'))),
    resources: partsIn(document, 'resources').map(plainResource),
  }
}

const plainResources = new WeakMap<object, object>()

function plainResource(resource: object): object {
  let plain = plainResources.get(resource)
  if (plain === undefined) {
    plain = plainPart(resource)
    plainResources.set(resource, plain)
  }
  return plain
}

function builtFrom(
  value: DocumentValue,
  counts: DocumentReading['counts'],
  document: Written,
): Pick<DocumentReading, 'gateway' | 'stage'> {
  if ([...counts.keys()].some((part) => !part.startsWith('stages/'))) {
    return { gateway: undefined, stage: () => undefined }
  }
  // its shape was checked: no problem was found but of stages, which are left out
  const built = buildParts(value as unknown as GatewayText, document)
  const wrong = new Set([...counts.keys()].map((part) => part.slice('stages/'.length)))
  const stages = new Map<string, StageDefinition>()
  return {
    gateway: built.gateway,
    stage(name) {
      const text = value.stages.find((stage) => nameOf(stage) === name)
      if (text === undefined || wrong.has(name)) return undefined
      const stage = stages.get(name) ?? built.stage(text as StageText) // checked, as above
      stages.set(name, stage)
      return stage
    },
  }
}

/** `stages[1].backends` by the name of the part, as people and the API know it. */
function placeOf(value: object, path: Path): Pick<DocumentProblem, 'part' | 'path'> {
  const [kind, index, ...within] = path
  if (kind === 'userAuth' || kind === 'references') {
    return { part: `settings/${kind}`, path: pathText(path.slice(1)) }
  }
  // other lists (contacts) are no parts
  const isPart = typeof index === 'number' && listKinds.some((one) => one === kind)
  const list: unknown = isPart ? Reflect.get(value, kind ?? '') : undefined
  if (typeof index !== 'number' || !Array.isArray(list)) return { part: '', path: pathText(path) }
  return { part: `${String(kind)}/${nameOf(list[index])}`, path: pathText(within) }
}

function nameOf(part: unknown): string {
  return isRecord(part) ? String(part['name']) : ''
}

function resourceIndex([kind, index]: Path): number {
  return kind === 'resources' && typeof index === 'number' ? index : -1
}

function setText(root: unknown, path: Path, text: string): void {
  let container = root
  for (const step of path.slice(0, -1)) {
    if (typeof container !== 'object' || container === null) return
    container = Reflect.get(container, step)
  }
  const last = path.at(-1)
  if (typeof container === 'object' && container !== null && last !== undefined) {
    Reflect.set(container, last, text)
  }
}

const wholeShape: Shape = shapeOf(gatewaySchema)
const { items: _items, ...resourceList } = wholeShape.properties?.['resources'] ?? {}
/** Resources are compared one by one. */
const gatewayShape: Shape = {
  ...wholeShape,
  properties: { ...wholeShape.properties, resources: resourceList },
}
const resourceShape: Shape = shapeOf(resourceSchema)
