/** Turns a plugin's file into a Plugin: options are checked once against their schema, so that the
 *  plugin itself works with typed values. */
import { Type, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { BindPoint, BoundPlugin, Plugin, PluginServices } from '../model/plugin.ts'

export interface OptionProblem {
  readonly path: string
  readonly message: string
}

interface ListedPlugin<Schema extends TSchema> {
  readonly name: string
  readonly merge: Plugin['merge']
  readonly options: Schema
  check?(options: Static<Schema>): readonly OptionProblem[]
  bind(options: Static<Schema>, at: BindPoint, services: PluginServices): BoundPlugin | undefined
}

/** A plugin that stands in the list of a stage or resource. */
export function listedPlugin<Schema extends TSchema>(plugin: ListedPlugin<Schema>): Plugin {
  const { name, merge, options: schema } = plugin
  return {
    name,
    scope: 'listed',
    merge,
    options: schema,
    check(options) {
      // Wrong types are reported from the schema; these checks are about values.
      return Value.Check(schema, options) ? (plugin.check?.(options) ?? []) : []
    },
    bind(options, at, services) {
      return plugin.bind(checked(schema, options, name), at, services)
    },
  }
}

/** A plugin that runs wherever it has something to do, without being listed. */
export function builtInPlugin(plugin: {
  readonly name: string
  bind(at: BindPoint, services: PluginServices): BoundPlugin | undefined
}): Plugin {
  return {
    name: plugin.name,
    scope: 'built-in',
    merge: 'replaces',
    options: Type.Object({}),
    bind: (_, at, services) => plugin.bind(at, services),
  }
}

/** Definitions are checked when they are applied, so a failure here is a defect of ours. */
export function checked<Schema extends TSchema>(
  schema: Schema,
  options: unknown,
  name: string,
): Static<Schema> {
  if (!Value.Check(schema, options)) throw new Error(`options of plugin ${name} were not checked`)
  return options
}
