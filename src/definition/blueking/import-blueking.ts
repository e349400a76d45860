import type { Plugin } from '../../model/plugin.ts'
import type { DefinitionWarning } from '../definition.ts'
import type { ProblemList } from '../definition-problem.ts'
import type { DefinitionSource, DefinitionText } from '../definition-source.ts'
import type { Environment } from '../references.ts'
import type { ReadFile } from '../named-file.ts'
import { shapeOf } from '../shape.ts'
import { readBlueKingFile } from './blueking-file.ts'
import type { Value } from './blueking-value.ts'
import { DefinitionBuilder } from './built-definition.ts'
import { gatewayOf } from './import-gateway.ts'
import { ImportNotes } from './import-notes.ts'

/** START HERE: `definition.yaml` and `resources.yaml`, with which a gateway is registered at the
 *  BlueKing API gateway, as a definition of our own. From there on it is checked and built like any
 *  other; problems name the files as they are. */
export interface BlueKingTexts {
  /** The files do not name it. */
  readonly gateway: string
  readonly definition: DefinitionText
  readonly resources: DefinitionText
}

export interface ImportOptions {
  /** What the templates are filled in with. */
  readonly expand: Environment | undefined
  readonly plugins: readonly Plugin[]
  /** For documents of resources. */
  readonly readFile: ReadFile | undefined
}

export interface Imported {
  readonly source: DefinitionSource
  readonly warnings: readonly DefinitionWarning[]
}

/** undefined: the problems say why. */
export function importBlueKing(
  texts: BlueKingTexts,
  options: ImportOptions,
  problems: ProblemList,
): Imported | undefined {
  const read = (text: DefinitionText): Value | undefined =>
    readBlueKingFile(text, options.expand, problems)
  const definition = read(texts.definition)
  const resources = read(texts.resources)
  if (definition === undefined || resources === undefined) return undefined
  const builder = new DefinitionBuilder()
  const notes = new ImportNotes()
  const plugins = new Map(options.plugins.flatMap(optionsOfListed))
  const work = { builder, notes, plugins, readFile: options.readFile }
  const gateway = gatewayOf(texts.gateway, definition, resources, work)
  // without its values a definition only leads to more problems
  if (definition.document.missed.size + resources.document.missed.size > 0) return undefined
  const root = builder.mapping()
  builder.say(root, 'version', 1, definition)
  builder.list(root, 'gateways', [[gateway, definition]], definition)
  return { source: builder.source(root, definition), warnings: notes.warnings() }
}

function optionsOfListed({ name, scope, options }: Plugin): [string, ReadonlySet<string>][] {
  if (scope !== 'listed') return []
  return [[name, new Set(Object.keys(shapeOf(options).properties ?? {}))]]
}
