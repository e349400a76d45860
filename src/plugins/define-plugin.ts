/** Turns a plugin's file into a Plugin: options are checked once against their schema, so that the
 *  plugin itself works with typed values. */
import { Type, type Static, type TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { BindPoint, BoundPlugin, Plugin, PluginServices } from '../model/plugin.ts'

export interface OptionProblem {
  readonly path: string
  readonly message: string
}

interface ListedPlugin<Schema extends TSchema> {
  readonly name: string
  readonly merge: Plugin['merge']
  readonly options: Schema
  readonly refuses: Plugin['refuses']
  readonly refusesAt?: (options: unknown, at: BindPoint) => Plugin['refuses']
  /** Nothing but the options decides, so that the resources of a stage share one binding: a stage's
   *  list then costs the same for one resource and for 10,000. */
  readonly needsOptionsOnly?: true
  check?(options: Static<Schema>): readonly OptionProblem[]
  bind(options: Static<Schema>, at: BindPoint, services: PluginServices): BoundPlugin | undefined
}

/** A plugin that stands in the list of a stage or resource. */
export function listedPlugin<Schema extends TSchema>(plugin: ListedPlugin<Schema>): Plugin {
  const { name, merge, options: schema, refuses, refusesAt } = plugin
  const bindings = new WeakMap<object, BoundPlugin>()
  return {
    name,
    scope: 'listed',
    merge,
    options: schema,
    refuses,
    ...(refusesAt === undefined ? {} : { refusesAt }),
    check(options) {
      // Wrong types are reported from the schema; these checks are about values.
      return isChecked(schema, options) ? (plugin.check?.(options) ?? []) : []
    },
    bind(options, at, services) {
      const owner = plugin.needsOptionsOnly === true && isObject(options) ? options : undefined
      const known = owner === undefined ? undefined : bindings.get(owner)
      if (known !== undefined) return known
      const bound = plugin.bind(checked(schema, options, name), at, services)
      if (owner !== undefined && bound !== undefined) bindings.set(owner, bound)
      return bound
    },
  }
}

/** A plugin that runs wherever it has something to do, without being listed. */
export function builtInPlugin(plugin: {
  readonly name: string
  readonly refuses: Plugin['refuses']
  refusesAt?(at: BindPoint): Plugin['refuses']
  bind(at: BindPoint, services: PluginServices): BoundPlugin | undefined
}): Plugin {
  return {
    name: plugin.name,
    scope: 'built-in',
    merge: 'replaces',
    options: Type.Object({}),
    refuses: plugin.refuses,
    refusesAt: (_, at) => plugin.refusesAt?.(at) ?? plugin.refuses,
    bind: (_, at, services) => plugin.bind(at, services),
  }
}

/** Definitions are checked when they are applied, so a failure here is a defect of ours. Options of
 *  a stage come by once per resource and are looked at once. */
export function checked<Schema extends TSchema>(
  schema: Schema,
  options: unknown,
  name: string,
): Static<Schema> {
  if (isChecked(schema, options)) return options
  throw new Error(`options of plugin ${name} were not checked`)
}

const checkedOptions = new WeakMap<object, TSchema>()

function isChecked<Schema extends TSchema>(
  schema: Schema,
  options: unknown,
): options is Static<Schema> {
  if (isObject(options) && checkedOptions.get(options) === schema) return true
  const isValid = validatorOf(schema).Check(options)
  if (isValid && isObject(options)) checkedOptions.set(options, schema)
  return isValid
}

const validators = new WeakMap<TSchema, Validator>()

/** Compiled on first use (8 ms) and then 50 times as fast as walking the schema: 0.5 us. */
function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const compiled = Compile(schema)
  validators.set(schema, compiled)
  return compiled
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
