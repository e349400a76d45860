import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { emptyState } from '../../src/definition/control-state.ts'
import type { Definition } from '../../src/definition/definition.ts'
import type { DefinitionText } from '../../src/definition/definition-source.ts'
import { exportedDefinition } from '../../src/definition/export-definition.ts'
import { planApply } from '../../src/definition/plan.ts'
import { readDefinitions, type ReadResult } from '../../src/definition/read-definition.ts'
import { allPlugins } from '../../src/plugins/all-plugins.ts'
import { realDefinitions, type RealDefinition, textsOf } from './blueking-definitions.ts'

for (const real of realDefinitions) {
  test(`${real.gateway}: every operation of the real files becomes a resource, or is named`, () => {
    const { gateways, warnings } = definitionOf(real)
    const [gateway] = gateways
    const [, { text }] = textsOf(real.gateway)
    const operations = [...text.matchAll(/^ {4}(?:get|put|post|delete|options|head|patch):/gm)]

    const leftOut = warnings.filter(({ message }) => message.includes('is left out'))
    assert.equal(gateway?.resources.length, real.resources)
    assert.equal(real.resources + leftOut.length, operations.length)
    assert.ok(
      warnings.every(({ path }) => path.startsWith('gateways/') || /\.yaml:\d+ /.test(path)),
    )
  })

  test(`${real.gateway}: apply, export and apply again change nothing, not a byte`, () => {
    const first = planApply(emptyState(), definitionOf(real), 0)
    const written = first.next.gateways[0]?.written ?? {}
    const text = exportedDefinition(written)
    const again = readOwn(text, real)
    assert.ok(again.ok, JSON.stringify(again))

    const second = planApply(first.next, again.definition, 0)

    assert.deepEqual(second.changes, [])
    assert.equal(JSON.stringify(second.next), JSON.stringify(first.next))
    assert.equal(exportedDefinition(second.next.gateways[0]?.written ?? {}), text)
  })

  test(`${real.gateway}: a value that its template needs and that is not set is named with its place`, () => {
    for (const name of Object.keys(real.environment)) {
      const { [name]: _left, ...environment } = real.environment
      const result = read(textsOf(real.gateway), { ...real, environment })
      if (result.ok) continue // it stands where it has no effect

      assert.equal(result.problems.length, 1)
      assert.match(result.problems[0]?.message ?? '', new RegExp(`variable ${name}, `))
      assert.ok((result.problems[0]?.line ?? 0) > 1)
    }
  })
}

test('changed at random, the real files are taken or refused with file, line and column, and never break', () => {
  const someFile = fc
    .constantFrom(...realDefinitions)
    .chain((real) =>
      fc.tuple(
        fc.constant(real),
        fc.integer({ min: 0, max: 1 }),
        fc.array(someChange, { minLength: 1, maxLength: 4 }),
      ),
    )

  fc.assert(
    fc.property(someFile, ([real, which, changes]) => {
      const texts = textsOf(real.gateway).map((text, index) =>
        index === which ? { ...text, text: changes.reduce(changed, text.text) } : text,
      )
      const result = read(texts, real)
      if (result.ok) return assertExportable(result.definition, real)
      assert.ok(result.problems.length > 0)
      for (const { file, line, column, message } of result.problems) {
        const lines = texts.find((text) => text.file === file)?.text.split('\n') ?? []
        assert.ok(line >= 1 && line <= lines.length, `${file}:${line} ${message}`)
        assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 2, `${line}:${column}`)
        assert.notEqual(message, '')
      }
    }),
    { numRuns: 200 },
  )
})

function assertExportable(definition: Definition, real: RealDefinition): void {
  const first = planApply(emptyState(), definition, 0)
  const text = exportedDefinition(first.next.gateways[0]?.written ?? {})
  const again = readOwn(text, real)
  assert.ok(again.ok, `${JSON.stringify(again)}\n${text}`)
  const second = planApply(first.next, again.definition, 0)
  assert.equal(JSON.stringify(second.next), JSON.stringify(first.next))
  assert.equal(exportedDefinition(again.definition.gateways[0]?.written ?? {}), text)
}

interface Change {
  readonly kind: 'remove' | 'double' | 'indent' | 'replace' | 'insert'
  /** Of the text, 0 to 1. */
  readonly place: number
  readonly text: string
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  '- ',
  ': ',
  '"',
  "'",
  '|',
  '&a ',
  '*a',
  '<<: ',
  '{{ settings.X }}',
  '{% for a in data.b %}',
  '{% endfor %}',
  '{% if x %}',
  '{{',
  '%}',
  '\t',
  '\u0000',
  '\uE0000\uE001',
  '${X}',
  'null',
  '1e999',
  '__proto__: 1\n',
  'constructor',
  '!!js/regexp x',
  '{env.x}',
  '../',
  '😀',
]

const someChange: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('remove', 'double', 'indent', 'replace', 'insert'),
  place: fc.double({ min: 0, max: 0.999, noNaN: true }),
  text: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8, unit: 'grapheme' })),
})

/** One line, or one word of it. */
function changed(text: string, { kind, place, text: piece }: Change): string {
  const lines = text.split('\n')
  const at = Math.floor(place * lines.length)
  const line = lines[at] ?? ''
  if (kind === 'remove') return lines.toSpliced(at, 1).join('\n')
  if (kind === 'double') return lines.toSpliced(at, 0, line).join('\n')
  if (kind === 'indent') return lines.with(at, ` ${line}`).join('\n')
  const inside = Math.floor(((place * 1_000) % 1) * (line.length + 1))
  if (kind === 'insert')
    return lines.with(at, line.slice(0, inside) + piece + line.slice(inside)).join('\n')
  return lines
    .with(
      at,
      line.replace(/: .*$/, () => `: ${piece}`),
    )
    .join('\n')
}

function definitionOf(real: RealDefinition): Definition {
  const result = read(textsOf(real.gateway), real)
  if (result.ok) return result.definition
  throw new Error(JSON.stringify(result.problems, undefined, 2))
}

function read(
  texts: readonly DefinitionText[],
  { gateway, environment }: RealDefinition,
): ReadResult {
  return readDefinitions(texts, {
    expand: environment,
    readFile: undefined,
    plugins: allPlugins,
    blueKingGateway: gateway,
  })
}

function readOwn(text: string, { environment }: RealDefinition): ReadResult {
  const options = { expand: environment, readFile: undefined, plugins: allPlugins }
  return readDefinitions([{ file: 'export.yaml', text }], options)
}
