import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundledFiles, packBundle } from './apply-bundle.ts'
import { emptyState } from './control-state.ts'
import { definitionOf, gatewayText, problemsOf } from './definition-under-test.ts'
import { documentationOf } from './documentation.ts'
import { exportedDefinition } from './export-definition.ts'
import type { ReadOptions } from './read-definition.ts'
import { planApply } from './plan.ts'

const stage = 'stages: [{ name: prod, backends: { default: { hosts: [{ url: http://orders }] } } }]'
const textWith = (resource: string, gateway = '') =>
  gatewayText(`${stage}
resources:
  - { name: get_order, method: GET, path: /orders/a${resource} }
${gateway}`)

test('what is said of a resource is kept beside it, and nothing of it reaches a release', () => {
  const { gateways } = definitionOf(
    textWith(
      `, summary: One order, description: All of it, labels: [orders, 订单], allowApply: false,
      deprecated: { note: use v2 }, docs: { zh: "# 订单" }, schema: { parameters: [{ name: id }], responses: { 200: { $ref: "#/a/B" } } }`,
      `contacts: [{ name: Ann, email: ann@example.com }, { name: help, link: "wxwork://message?x=1" }]
deprecated: {}
references: { "#/a/B": { type: object } }`,
    ),
  )

  const [gateway] = gateways
  assert.ok(gateway !== undefined)
  assert.deepEqual(documentationOf(gateway.documentation, 'get_order'), {
    summary: 'One order',
    description: 'All of it',
    labels: ['orders', '订单'],
    public: true,
    allowApply: false,
    deprecated: { note: 'use v2' },
    docs: { zh: '# 订单' },
    schema: { parameters: [{ name: 'id' }], responses: { 200: { $ref: '#/a/B' } } },
  })
  const { contacts, deprecated, references } = gateway.documentation
  assert.deepEqual(contacts, [
    { name: 'Ann', email: 'ann@example.com', phone: '', link: '' },
    { name: 'help', email: '', phone: '', link: 'wxwork://message?x=1' },
  ])
  assert.deepEqual([deprecated, references], [{ note: '' }, { '#/a/B': { type: 'object' } }])
  const plain = definitionOf(textWith(''))
  assert.deepEqual(gateway.resources, plain.gateways[0]?.resources)
  assert.deepEqual(gateway.stages, plain.gateways[0]?.stages)
})

test('a name that every object has is no documentation', () => {
  const { gateways } = definitionOf(
    gatewayText('resources: [{ name: constructor, method: GET, path: /a, public: false }]'),
  )

  const said = gateways[0]?.documentation
  assert.ok(said !== undefined)
  assert.equal(documentationOf(said, 'constructor').public, false)
  assert.equal(documentationOf(said, 'toString').public, true)
})

const wrong: readonly (readonly [title: string, text: string, problem: RegExp])[] = [
  [
    'a label twice',
    textWith(', labels: [a, b, a]'),
    /^6:73 the label stands in this list already$/,
  ],
  ['space around a label', textWith(', labels: [" a"]'), /^6:67 expected a label: one line/],
  ['eleven labels', textWith(`, labels: [${abc(11)}]`), /^6:58 has 11 entries; at most 10/],
  [
    'more labels than a gateway may have',
    gatewayText(
      `resources:\n${Array.from({ length: 11 }, (_, at) => `  - { name: r${at}, method: GET, path: /r${at}, labels: [${abc(10, `x${at}-`)}] }`).join('\n')}`,
    ),
    /^15:\d+ the gateway has more than 100 different labels/,
  ],
  [
    'a hidden resource that can be asked for',
    textWith(', public: false, allowApply: true'),
    /^6:85 nobody can ask for a resource that is not listed/,
  ],
  [
    'a link that runs',
    textWith('', 'contacts: [{ name: a, link: "javascript:alert(1)" }]'),
    /^7:33 expected a link/,
  ],
  [
    'a document without end',
    textWith(`, docs: { en: "${'a'.repeat(65_537)}" }`),
    /^6:70 longer than 65536 characters/,
  ],
  [
    'a schema without end',
    textWith(`, schema: { responses: [${abc(20_000)}] }`),
    /^6:58 longer than 65536 characters of JSON/,
  ],
  [
    'a reference that is none',
    textWith('', 'references: { Order: {} }'),
    /^7:19 expected a reference/,
  ],
  ['a file for the server', textWith(', docs: { en: ./a.md }'), /^6:70 the server reads no files/],
]

function abc(count: number, prefix = 'l'): string {
  return Array.from({ length: count }, (_, at) => `${prefix}${at}`).join(', ')
}

for (const [title, text, problem] of wrong) {
  test(`refused with line and column: ${title}`, () => {
    assert.match(problemsOf(text)[0] ?? 'taken', problem)
  })
}

test('a document in a file of its own becomes part of the definition, and of its export', () => {
  const markdown = '# Order\n\nCosts ${PRICE}.\n'
  const asked: string[] = []
  const readFile: ReadOptions['readFile'] = (path, from) => {
    asked.push(`${path} from ${from}`)
    return markdown
  }
  const text = textWith(', docs: { en: ./docs/get_order.md, zh: "./no.md\\n" }')
  const file = { file: 'test.yaml', text }

  const [gateway] = definitionOf(text, { readFile }).gateways
  const bundle = packBundle([file], {}, readFile)

  assert.ok(gateway !== undefined)
  assert.deepEqual(documentationOf(gateway.documentation, 'get_order').docs, {
    en: markdown,
    zh: './no.md\n',
  })
  assert.deepEqual(
    asked,
    Array.from({ length: 2 }, () => './docs/get_order.md from test.yaml'),
  )
  assert.deepEqual(definitionOf(text, { readFile: bundledFiles(bundle) }).gateways, [gateway])
  const exported = exportedDefinition(gateway.written)
  const [again] = definitionOf(exported).gateways
  assert.deepEqual(again?.documentation, gateway.documentation)
  assert.equal(exportedDefinition(again?.written ?? {}), exported)
})

test('changed words make no release, and are told apart from changed resources', () => {
  const empty = planApply(emptyState(), definitionOf(textWith(', summary: One')))

  const words = planApply(empty.next, definitionOf(textWith(', summary: Two')))
  const both = planApply(empty.next, definitionOf(textWith(', summary: Two, websocket: true')))
  const same = planApply(empty.next, definitionOf(textWith(', summary: One')))
  const gone = planApply(empty.next, definitionOf(gatewayText(`${stage}\nresources: []`)))

  const at = 'gateways/shop'
  assert.deepEqual(words.changes, [
    {
      kind: 'documentation',
      path: `${at}/documentation/resources/get_order`,
      action: 'update',
    },
  ])
  assert.deepEqual(
    words.releases.map(({ changed }) => changed),
    [false],
  )
  assert.deepEqual(
    both.changes.map(({ kind }) => kind),
    ['resource', 'documentation'],
  )
  assert.deepEqual(same.changes, [])
  const said = (part: unknown): unknown => Object(part).documentation?.summary
  const created = empty.details.find(({ kind }) => kind === 'resource')
  const deleted = gone.details.find(({ kind }) => kind === 'resource')
  assert.deepEqual([said(created?.after), said(deleted?.before)], ['One', 'One'])
  assert.equal(gone.changes.length, 1)
})

test('of what schemas refer to, a change shows the parts that differ', () => {
  const before = planApply(
    emptyState(),
    definitionOf(textWith('', 'references: { "#/A": 1, "#/B": 2 }')),
  )

  const { details } = planApply(
    before.next,
    definitionOf(textWith('', 'references: { "#/A": 1, "#/B": 3, "#/C": 4 }')),
  )

  assert.deepEqual(details, [
    {
      kind: 'documentation',
      path: 'gateways/shop/documentation/references',
      action: 'update',
      before: { '#/B': 2 },
      after: { '#/B': 3, '#/C': 4 },
    },
  ])
})
