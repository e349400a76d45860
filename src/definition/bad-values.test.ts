import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatewayText, problemsOf } from './definition-under-test.ts'

/** Values of the wrong kind: each problem stands at its line and column, in plain words. */
interface BadDefinition {
  readonly title: string
  readonly text: string
  readonly problems: readonly string[]
}

const cases: readonly BadDefinition[] = [
  {
    title: 'a file without a version',
    text: 'gateways: []\n',
    problems: ['1:1 "version" is missing | Add "version".'],
  },
  { title: 'another version', text: 'version: 2\n', problems: ['1:10 expected 1, got 2'] },
  {
    title: 'an empty file',
    text: '',
    problems: ['1:1 expected a mapping with "version: 1" | Begin with the line "version: 1".'],
  },
  {
    title: 'a list instead of a mapping',
    text: '- a\n',
    problems: ['1:1 expected a mapping with "version: 1" | Begin with the line "version: 1".'],
  },
  {
    title: 'a definition of the old system without the name of its gateway',
    text: 'spec_version: 2\nrelease: {}\n',
    problems: [
      '1:1 this is a file of the BlueKing API gateway, which does not say of which gateway it is | Name it: faultline apply definition.yaml resources.yaml --gateway NAME (start: --apply-gateway NAME).',
    ],
  },
  {
    title: 'an unknown key that is nearly a known one',
    text: 'version: 1\ngatways: []\n',
    problems: ['2:1 unknown key "gatways" | Did you mean "gateways"?'],
  },
  {
    title: 'an unknown key that is near to nothing',
    text: gatewayText('flavour: sweet'),
    problems: [
      '4:5 unknown key "flavour" | Known here: name, description, maintainers, viewers, public, contacts, deprecated, userAuth, backends, stages, resources, openapi, references, grants.',
    ],
  },
  {
    title: 'a key written twice',
    text: gatewayText('public: true\npublic: false'),
    problems: ['5:5 "public" is written twice here'],
  },
  {
    title: 'a key that would reach a prototype',
    text: gatewayText('__proto__: { public: false }'),
    problems: ['4:5 not a usable key'],
  },
  {
    title: 'a duration in words instead of milliseconds',
    text: gatewayText(`
      stages:
        - name: prod
          backends:
            default:
              hosts: [{ url: http://orders }]
              timeoutMs: { connect: 3s, idle: "3000", total: 2 min, tls: soon }`),
    problems: [
      '9:35 expected a number of milliseconds, got "3s" | Write 3000.',
      '9:45 expected a number of milliseconds, got "3000" | Remove the quotes: 3000.',
      '9:60 expected a number of milliseconds, got "2 min" | Write 120000.',
      '9:72 expected a number of milliseconds, got "soon"',
    ],
  },
  {
    title: 'numbers out of range and of the wrong kind',
    text: gatewayText(`
      stages:
        - name: prod
          backends:
            default:
              hosts: [{ url: http://orders, weight: 1.5 }, { url: http://other, weight: -1 }]
              retries: 99
              eject: { seconds: 90000 }`),
    problems: [
      '8:51 expected a whole number, got 1.5',
      '8:87 must be between 0 and 10000, got -1',
      '9:22 must be between 0 and 5, got 99',
      '10:31 must be between 1 and 3600 seconds, got 90000',
    ],
  },
  {
    title: 'truth in other words',
    text: gatewayText('public: yes'),
    problems: ['4:13 expected true or false, got "yes" | Write true, without quotes.'],
  },
  {
    title: 'a size with a unit',
    text: gatewayText('resources: [{ name: a, method: GET, path: /a, bodyLimitBytes: 5 MB }]'),
    problems: ['4:67 expected a number of bytes, got "5 MB" | Write 5242880.'],
  },
  {
    title: 'a number where text is wanted',
    text: gatewayText('description: 5'),
    problems: ['4:18 expected one line of text, got 5 | Put it in quotes: "5".'],
  },
  {
    title: 'nothing where a list is wanted',
    text: gatewayText('maintainers:'),
    problems: ['4:5 expected a list, got nothing'],
  },
  {
    title: 'one word where a list is wanted',
    text: gatewayText('maintainers: me'),
    problems: ['4:18 expected a list, got "me" | Write it as [ … ].'],
  },
  {
    title: 'a list where a mapping is wanted',
    text: gatewayText('userAuth: []'),
    problems: [
      '4:5 expected a mapping, got a list | Known here: tokenUrl, jwksUrl, issuer, audience, algorithms, timeoutMs.',
    ],
  },
  {
    title: 'a word that is not one of the choices',
    text: gatewayText('resources: [{ name: a, method: get, path: /a }]'),
    problems: [
      '4:36 expected one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY, got "get" | Did you mean "GET"?',
    ],
  },
  {
    title: 'text with a line break in it',
    text: gatewayText(String.raw`description: "a\nb"`),
    problems: [String.raw`4:18 expected one line of text; got "a\nb"`],
  },
  {
    title: 'a long text is shown short',
    text: gatewayText(`public: ${'x'.repeat(100)}`),
    problems: [`4:13 expected true or false, got "${'x'.repeat(60)}…"`],
  },
  {
    title: 'names that break the rules, keys included',
    text: gatewayText(`
      backends: [{ name: default }, { name: a_b }]
      stages: [{ name: prod 1, variables: { a-b: x }, backends: { default: { hosts: [{ url: http://a }] } } }]
      resources: [{ name: get-order, method: GET, path: /a }]`),
    problems: [
      '4:43 expected a backend name (1 to 20 letters, digits and "-", beginning with a letter); got "a_b"',
      '5:22 expected a stage name (1 to 20 letters, digits, "_" and "-", beginning with a letter); got "prod 1"',
      '5:43 expected a variable name (1 to 50 letters, digits and "_", beginning with a letter); got "a-b"',
      '6:25 expected a resource name (1 to 256 letters, digits and "_", beginning with a letter); got "get-order"',
    ],
  },
  ...['sh', 'Shop', 'shop-', '1shop', 'a'.repeat(31)].map((name) => ({
    title: `the gateway name ${name}`,
    text: `version: 1\ngateways: [{ name: ${name} }]\n`,
    problems: [
      `2:20 expected a gateway name (3 to 30 lower-case letters, digits and "-", beginning with a letter, not ending in "-"); got "${name}"`,
    ],
  })),
  {
    title: 'too many stages',
    text: gatewayText(
      `stages: [${Array.from({ length: 21 }, (_, n) => `{ name: s${n} }`).join(', ')}]`,
    ),
    problems: ['4:5 has 21 entries; at most 20 are allowed'],
  },
]

for (const { title, text, problems } of cases) {
  test(`refused with line and column: ${title}`, () => {
    assert.deepEqual(problemsOf(text), problems)
  })
}

test('keys that begin with x- are for people and pass everywhere', () => {
  const text = gatewayText(`
    x-team: { any: [thing] }
    resources: [{ name: a, method: GET, path: /a, x-note: hello, auth: { x-why: 1 }, backend: { x-a: 1 } }]
    stages:
      - name: prod
        x-note: 1
        backends: { default: { x-note: 1, hosts: [{ url: http://a, x-rack: 7 }], timeoutMs: { x-a: b } } }`)

  assert.deepEqual(problemsOf(`x-common: 1\n${text}`), [])
})
