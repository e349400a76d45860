import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { emptyState } from './control-state.ts'
import { definitionOf } from './definition-under-test.ts'
import { readSource } from './definition-source.ts'
import { ProblemList } from './definition-problem.ts'
import { exportedDefinition } from './export-definition.ts'
import { planApply } from './plan.ts'

test('whatever a definition holds, its export reads as the same and is exported as the same bytes', () => {
  const key = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((text) => !/^(?:<<|__proto__)$/.test(text))
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.oneof(awkward, fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), finite),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))

  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (gateway) => {
      const written = { ...gateway } // a mapping as reading makes it
      const text = exportedDefinition(written)
      const problems = new ProblemList()
      const read = readSource({ file: 'export.yaml', text }, 'keep', problems)
      assert.deepEqual(problems.sorted([]), [])
      assert.deepEqual(read?.value, { version: 1, gateways: [written] })
      assert.equal(exportedDefinition(gatewayIn(read?.value)), text)
    }),
    { numRuns: 500 },
  )
})

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
const awkward = fc.constantFrom(
  '',
  ' ',
  '\n',
  'a\n',
  '\na',
  'a\n\n',
  ' a\n b',
  'a: b',
  '# a',
  'null',
  '~',
  'true',
  '1.10',
  '0x10',
  '1e3',
  '2030-01-01',
  '- a',
  '${NAME}',
  '$${',
  '*a',
  '&a',
  '!a',
  '%a',
  '@a',
  '`a',
  '"',
  "'",
  '|',
  '>',
  '\t',
  'a\tb',
  '\u0000',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '---',
  '...',
  '<<',
  '\r\n',
  'a'.repeat(200),
  '网关',
)

test('names of the environment, keys for people and the order of keys are kept, and nothing changes', () => {
  const text = `version: 1
gateways:
  - name: shop
    x-team:
      - orders
    description: Of \${OWNER}
    public: false
    backends:
      - name: default
    stages:
      - name: prod
        backends:
          default:
            hosts:
              - url: http://\${HOST}:9000
`
  const options = { expand: { OWNER: 'ann', HOST: 'orders' } }
  const first = planApply(emptyState(), definitionOf(text, options), 0)

  const exported = exportedDefinition(first.next.gateways[0]?.written ?? {})
  const second = planApply(first.next, definitionOf(exported, options), 0)

  assert.equal(exported, text)
  assert.deepEqual(second.changes, [])
  assert.equal(JSON.stringify(second.next), JSON.stringify(first.next))
})

test('a grant of a resource whose name is read from the environment stays in an export', () => {
  const text = `version: 1
gateways:
  - name: shop
    resources:
      - name: \${NAME}
        method: GET
        path: /a
    grants:
      - app: web
        resources:
          - get_a
`
  const first = planApply(emptyState(), definitionOf(text, { expand: { NAME: 'get_a' } }), 0)

  assert.equal(exportedDefinition(first.next.gateways[0]?.written ?? {}), text)
})

function gatewayIn(value: unknown): Readonly<Record<string, unknown>> {
  const { gateways } = value as { readonly gateways: readonly [Readonly<Record<string, unknown>>] } // compared above
  return gateways[0]
}
