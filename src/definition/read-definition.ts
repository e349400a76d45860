import type { Plugin } from '../model/plugin.ts'
import { importBlueKing } from './blueking/import-blueking.ts'
import { sortTexts } from './blueking/sort-texts.ts'
import { buildApp } from './build-app.ts'
import { buildGateway } from './build-gateway.ts'
import { certificateReader } from './certificates.ts'
import { checkApps } from './check-apps.ts'
import { checkGateway } from './check-gateway.ts'
import { checkShape } from './check-shape.ts'
import { type Checking, listIn } from './checking.ts'
import type { AppDefinition, Definition, GatewayDefinition } from './definition.ts'
import { type DefinitionProblem, type Path, ProblemList } from './definition-problem.ts'
import { type AppText, definitionSchema, type GatewayText } from './definition-schema.ts'
import { type DefinitionSource, type DefinitionText, readSource } from './definition-source.ts'
import { type ImportedGateway, withImportedResources } from './import-resources.ts'
import { type ReadFile, readNamedFile } from './named-file.ts'
import { type Environment, withoutReferences } from './references.ts'
import { isRecord, shapeOf } from './shape.ts'
import { warningsOf } from './warnings.ts'

/** START HERE: definition files to a Definition, or to every problem of all of them at once. */
export interface ReadOptions {
  /** undefined: `${NAME}` is refused, as in the management API. */
  readonly expand: Environment | undefined
  /** Reads a file that a definition names; undefined: such names are refused. */
  readonly readFile: ReadFile | undefined
  readonly plugins: readonly Plugin[]
  /** Name of the gateway that the files of the BlueKing API gateway among the texts are of. */
  readonly blueKingGateway?: string | undefined
}

export type ReadResult =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] }

export function readDefinitions(
  texts: readonly DefinitionText[],
  options: ReadOptions,
): ReadResult {
  const problems = new ProblemList()
  const files: CheckedFile[] = []
  const sorted = sortTexts(texts, options.blueKingGateway, problems)
  const blueKing = sorted.blueKing && importBlueKing(sorted.blueKing, options, problems)
  if (blueKing !== undefined) files.push(checkSource(blueKing.source, options, problems))
  for (const text of sorted.own) {
    const source = readSource(text, options.expand, problems)
    if (source !== undefined) files.push(checkSource(source, options, problems))
  }
  checkTogether(files.map(({ source }) => source))
  if (!problems.isEmpty) {
    const imported = files.flatMap(({ gateways }) => gateways.map(({ openapiFile }) => openapiFile))
    const inOrder = [...texts.map(({ file }) => file), ...imported]
    return { ok: false, problems: problems.sorted(inOrder) }
  }
  const apps = uniqueApps(files.flatMap(({ source }) => buildApps(source)))
  const gateways = files.flatMap(buildGateways)
  const notTaken = files.flatMap((file) => file.gateways.flatMap(({ warnings }) => warnings))
  const warnings = [...(blueKing?.warnings ?? []), ...notTaken, ...warningsOf(gateways)]
  return { ok: true, definition: { apps, gateways, warnings } }
}

interface CheckedFile {
  readonly source: DefinitionSource
  /** With the resources of their OpenAPI documents. */
  readonly gateways: readonly ImportedGateway[]
}

function checkSource(
  source: DefinitionSource,
  options: ReadOptions,
  problems: ProblemList,
): CheckedFile {
  const { value, report, marks, lineOf } = source
  let { written } = source
  const foreign = foreignFile(value)
  if (foreign !== undefined) {
    report(foreign.path, foreign.message, foreign.suggestion)
    return { source, gateways: [] }
  }
  const checking: Checking = {
    report,
    marks,
    placeOf: (path) => `line ${lineOf(path)}`,
    sound: new WeakSet(),
    plugins: new Map(options.plugins.map((plugin) => [plugin.name, plugin])),
    certificates: certificateReader(source.file, options.readFile),
    textFile: (path) => readNamedFile(path, source.file, options.readFile, 'write the text'),
    setText(path, text) {
      const asWritten = withoutReferences(text)
      if (written === value && asWritten !== text) written = structuredClone(value)
      replaceText(value, path, text)
      if (written !== value) replaceText(written, path, asWritten)
    },
  }
  checkShape(shapeOf(definitionSchema), value, [], checking)
  checkApps(value, checking)
  const gateways = listIn(value, 'gateways').map((gateway, index) => {
    const at = ['gateways', index]
    const read = { file: source.file, options, problems }
    const imported = withImportedResources(gateway, at, checking, read)
    checkGateway(imported.gateway, at, imported.checking)
    return imported
  })
  return { source: { ...source, written }, gateways }
}

interface ForeignFile {
  readonly path: Path
  readonly message: string
  readonly suggestion: string
}

/** What is given to us by mistake, and what to do with it. */
function foreignFile(value: unknown): ForeignFile | undefined {
  if (!isRecord(value)) {
    const message = 'expected a mapping with "version: 1"'
    return { path: [], message, suggestion: 'Begin with the line "version: 1".' }
  }
  const key = ['openapi', 'swagger'].find((name) => Object.hasOwn(value, name))
  if (key === undefined || Object.hasOwn(value, 'gateways')) return undefined
  const message = 'this is an OpenAPI document and not a definition'
  const suggestion =
    'Name it as `openapi` of a gateway; `faultline import openapi FILE` prints a definition.'
  return { path: [key], message, suggestion }
}

function replaceText(root: unknown, path: Path, text: string): void {
  let container = root
  for (const step of path.slice(0, -1)) {
    if (typeof container !== 'object' || container === null) return
    container = Reflect.get(container, step)
  }
  const last = path.at(-1)
  if (typeof container !== 'object' || container === null || last === undefined) return
  Reflect.set(container, last, text)
}

/** A gateway belongs to one file, which is the whole truth about it. An application may stand in
 *  several, as it calls several gateways, if they say the same. */
function checkTogether(sources: readonly DefinitionSource[]): void {
  const gateways = new Map<string, string>()
  const apps = new Map<string, { file: string; said: string }>()
  for (const { file, value, report } of sources) {
    for (const [index, gateway] of listIn(value, 'gateways').entries()) {
      const name = isRecord(gateway) ? gateway['name'] : undefined
      if (typeof name !== 'string') continue
      const other = gateways.get(name)
      gateways.set(name, file)
      if (other === undefined) continue
      const where = other === file ? 'in this file' : `in ${other}`
      report(['gateways', index, 'name'], `the gateway "${name}" is defined already ${where}`)
    }
    for (const [index, app] of listIn(value, 'apps').entries()) {
      const code = isRecord(app) ? app['code'] : undefined
      if (typeof code !== 'string') continue
      const said = JSON.stringify(app)
      const other = apps.get(code)
      apps.set(code, { file, said })
      if (other === undefined || other.file === file || other.said === said) continue
      report(['apps', index, 'code'], `the app "${code}" is defined differently in ${other.file}`)
    }
  }
}

function buildApps({ value, written }: DefinitionSource): AppDefinition[] {
  const writtenApps = listIn(written, 'apps')
  // the shape was checked: no problem was found in any file
  const apps = listIn(value, 'apps') as readonly AppText[]
  return apps.map((app, index) => buildApp(app, writtenApps[index]))
}

function uniqueApps(apps: readonly AppDefinition[]): AppDefinition[] {
  return [...new Map(apps.map((app) => [app.code, app])).values()]
}

function buildGateways({ source, gateways }: CheckedFile): GatewayDefinition[] {
  const writtenGateways = listIn(source.written, 'gateways')
  // as above
  const texts = gateways.map(({ gateway }) => gateway as GatewayText)
  return texts.map((gateway, index) => buildGateway(gateway, writtenGateways[index]))
}
