/** Sets, adds and removes header fields of the request that goes to the backend. Where stage and
 *  resource both list it, both act and the resource has the last word; the two are merged here when
 *  they are bound, so that a request sees one list. */
import { Type, type Static } from 'typebox'
import type { Exchange } from '../model/exchange.ts'
import { proceed, type BindPoint } from '../model/plugin.ts'
import { checked, listedPlugin, type OptionProblem } from './define-plugin.ts'
import { fieldsOf, headerFields, headerNames, namesOf } from './header-options.ts'
import { duplicatesIn, problemOfName, problemOfValue } from './header-rules.ts'
import { compileHeader, unknownVariables, type HeaderTemplate } from './header-template.ts'

const options = Type.Object(
  {
    set: Type.Optional({
      ...headerFields,
      description: 'Fields that replace every received field of their name.',
    }),
    add: Type.Optional({ ...headerFields, description: 'Fields added to those received.' }),
    remove: Type.Optional({ ...headerNames, description: 'Names of fields to remove.' }),
  },
  { additionalProperties: false },
)
type Options = Static<typeof options>

export const headerRewrite = listedPlugin({
  name: 'header-rewrite',
  refuses: [],
  merge: 'both',
  options,
  check(config) {
    return [
      ...problemsOfFields(config.set, 'set'),
      ...problemsOfFields(config.add, 'add'),
      ...namesOf(config.remove).flatMap((name) => problemOfName(name, 'remove')),
      ...duplicatesIn(
        fieldsOf(config.set).map(({ name }) => name),
        'set',
      ),
    ]
  },
  bind(_, at) {
    const layers = layersOf(at)
    // Bound twice where both levels list it: the resource's binding does the work of both.
    if (at.level === 'stage' && at.resource.plugins.some(isHeaderRewrite)) return undefined
    const removed = new Set<string>()
    let added: { readonly lowerName: string; readonly line: HeaderTemplate }[] = []
    for (const layer of layers) {
      for (const { name, value } of fieldsOf(layer.add)) {
        added.push({ lowerName: name.toLowerCase(), line: compileHeader(name, value) })
      }
      for (const { name, value } of fieldsOf(layer.set)) {
        const lowerName = name.toLowerCase()
        added = added.filter((field) => field.lowerName !== lowerName)
        removed.add(lowerName)
        added.push({ lowerName, line: compileHeader(name, value) })
      }
      for (const name of namesOf(layer.remove)) {
        const lowerName = name.toLowerCase()
        added = added.filter((field) => field.lowerName !== lowerName)
        removed.add(lowerName)
      }
    }
    return {
      onRequest: editor(
        [...removed],
        added.map(({ line }) => line),
      ),
    }
  },
})

function isHeaderRewrite({ type }: { readonly type: string }): boolean {
  return type === 'header-rewrite'
}

/** Options of the stage, then of the resource. */
function layersOf({ release, resource }: BindPoint): Options[] {
  return [...release.plugins, ...resource.plugins]
    .filter(isHeaderRewrite)
    .map(({ config }) => checked(options, config, 'header-rewrite'))
}

function editor(
  removed: readonly string[],
  lines: readonly HeaderTemplate[],
): (exchange: Exchange) => typeof proceed {
  const isFixed = lines.every((line) => typeof line === 'string')
  const fixed = isFixed ? lines.join('') : ''
  return (exchange) => {
    const { header } = exchange.toBackend
    header.removeAll(removed)
    if (isFixed) header.addRendered(fixed)
    else {
      for (const line of lines) {
        header.addRendered(typeof line === 'string' ? line : line(exchange))
      }
    }
    return proceed
  }
}

function problemsOfFields(fields: Options['set'], path: string): OptionProblem[] {
  return fieldsOf(fields).flatMap(({ name, value }) => [
    ...problemOfName(name, path),
    ...problemOfValue(value, path),
    ...unknownVariables(value).map((variable) => ({
      path,
      message: `$${variable} is not a variable known here`,
    })),
  ])
}
