import type { Plugin } from '../model/plugin.ts'
import { importBlueKing } from './blueking/import-blueking.ts'
import { sortTexts } from './blueking/sort-texts.ts'
import { buildApp } from './build-app.ts'
import { buildGateway } from './build-gateway.ts'
import { certificateReader, type ReadFile } from './certificates.ts'
import { checkApps } from './check-apps.ts'
import { checkGateway } from './check-gateway.ts'
import { checkShape } from './check-shape.ts'
import { type Checking, listIn } from './checking.ts'
import type { AppDefinition, Definition, GatewayDefinition } from './definition.ts'
import { type DefinitionProblem, type Path, ProblemList } from './definition-problem.ts'
import { type AppText, definitionSchema, type GatewayText } from './definition-schema.ts'
import { type DefinitionSource, type DefinitionText, readSource } from './definition-source.ts'
import type { Environment } from './references.ts'
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
  const sources: DefinitionSource[] = []
  const sorted = sortTexts(texts, options.blueKingGateway, problems)
  const imported = sorted.blueKing && importBlueKing(sorted.blueKing, options, problems)
  if (imported !== undefined) sources.push(imported.source)
  for (const text of sorted.own) {
    const source = readSource(text, options.expand, problems)
    if (source !== undefined) sources.push(source)
  }
  for (const source of sources) checkSource(source, options)
  checkTogether(sources)
  if (!problems.isEmpty)
    return { ok: false, problems: problems.sorted(texts.map(({ file }) => file)) }
  const apps = uniqueApps(sources.flatMap(buildApps))
  const gateways = sources.flatMap(buildGateways)
  const warnings = [...(imported?.warnings ?? []), ...warningsOf(gateways)]
  return { ok: true, definition: { apps, gateways, warnings } }
}

function checkSource(source: DefinitionSource, options: ReadOptions): void {
  const { value, report, marks, lineOf } = source
  if (!isRecord(value)) {
    return report([], 'expected a mapping with "version: 1"', 'Begin with the line "version: 1".')
  }
  const checking: Checking = {
    report,
    marks,
    lineOf,
    sound: new WeakSet(),
    plugins: new Map(options.plugins.map((plugin) => [plugin.name, plugin])),
    certificates: certificateReader(source.file, options.readFile),
    setText(path, text) {
      replaceText(value, path, text)
      if (source.written !== value) replaceText(source.written, path, text)
    },
  }
  checkShape(shapeOf(definitionSchema), value, [], checking)
  checkApps(value, checking)
  for (const [index, gateway] of listIn(value, 'gateways').entries()) {
    checkGateway(gateway, ['gateways', index], checking)
  }
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

function buildGateways({ value, written }: DefinitionSource): GatewayDefinition[] {
  const writtenGateways = listIn(written, 'gateways')
  // as above
  const gateways = listIn(value, 'gateways') as readonly GatewayText[]
  return gateways.map((gateway, index) => buildGateway(gateway, writtenGateways[index]))
}
