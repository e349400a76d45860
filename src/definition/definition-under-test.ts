import { Type } from 'typebox'
import type { Plugin } from '../model/plugin.ts'
import type { Definition } from './definition.ts'
import { readDefinitions, type ReadOptions } from './read-definition.ts'

/** For tests: definitions from short texts, problems as `line:column message | suggestion`. */
export function problemsOf(text: string, options: Partial<ReadOptions> = {}): string[] {
  const result = readDefinitions([{ file: 'test.yaml', text }], { ...defaults, ...options })
  if (result.ok) return []
  return result.problems.map(
    ({ line, column, message, suggestion }) =>
      `${line}:${column} ${message}${suggestion === '' ? '' : ` | ${suggestion}`}`,
  )
}

export function definitionOf(text: string, options: Partial<ReadOptions> = {}): Definition {
  const result = readDefinitions([{ file: 'test.yaml', text }], { ...defaults, ...options })
  if (result.ok) return result.definition
  throw new Error(JSON.stringify(result.problems, null, 2))
}

/** Lines 1 to 3 are the head; the given text begins in line 4, column 5. */
export function gatewayText(body: string): string {
  const lines = body.replace(/^\n/, '').trimEnd().split('\n')
  const margin = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0
  const indented = lines.map((line) => `    ${line.slice(margin)}`)
  return `version: 1\ngateways:\n  - name: shop\n${indented.join('\n')}\n`
}

/** A plugin with one number, one that needs its option, and one that cannot be listed. */
export const testPlugins: readonly Plugin[] = [
  {
    name: 'limit',
    scope: 'listed',
    merge: 'replaces',
    refuses: [],
    options: Type.Object({
      tokens: Type.Integer({ minimum: 1 }),
      apps: Type.Optional(Type.Record(Type.String(), Type.Integer())),
    }),
    check: (options) =>
      JSON.stringify(options).includes('13')
        ? [{ path: '/tokens', message: '13 brings bad luck' }]
        : [],
    bind: () => undefined,
  },
  {
    name: 'free',
    scope: 'listed',
    merge: 'both',
    refuses: [],
    options: Type.Object({}, { additionalProperties: true }),
    bind: () => undefined,
  },
  {
    name: 'always',
    scope: 'built-in',
    merge: 'replaces',
    refuses: [],
    options: Type.Object({}),
    bind: () => undefined,
  },
]

const defaults: ReadOptions = { expand: {}, readFile: undefined, plugins: testPlugins }
