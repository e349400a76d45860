import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatewayText, problemsOf } from './definition-under-test.ts'

/** Parts that do not fit together: names nobody defined, things said twice, paths nobody matches. */
const stage = (extra: string) =>
  `stages: [{ name: prod, ${extra}backends: { default: { hosts: [{ url: http://orders }] } } }]`

const cases: readonly (readonly [title: string, body: string, problems: readonly string[]])[] = [
  [
    'a resource of an unknown backend',
    'resources: [{ name: a, method: GET, path: /a, backend: { name: defualt } }]',
    ['4:68 there is no backend "defualt" in this gateway | Did you mean "default"?'],
  ],
  [
    'a stage without hosts for a backend that is used',
    'resources: [{ name: a, method: GET, path: /a }]\nstages:\n  - name: prod',
    [
      '6:9 the backend "default" has no hosts in this stage; the resource "a" uses it | Add default: { hosts: [{ url: "http://…" }] } to the backends of this stage.',
    ],
  ],
  [
    'a stage with hosts for a backend that nobody declared',
    `stages:
  - name: prod
    backends:
      orders: { hosts: [{ url: http://orders }] }`,
    ['7:11 there is no backend "orders" in this gateway | Add it to the backends of the gateway.'],
  ],
  [
    'names used twice',
    `backends: [{ name: default }, { name: default }]
resources:
  - { name: a, method: GET, path: /a }
  - { name: a, method: GET, path: /b }
stages: []`,
    [
      '4:43 the backend "default" is defined twice; first in line 4',
      '7:17 the resource "a" is defined twice; first in line 6',
    ],
  ],
  [
    'two names that are one in generated clients',
    `resources:
  - { name: get_foo, method: GET, path: /a }
  - { name: getFoo, method: GET, path: /b }`,
    [
      '6:17 "getFoo" and "get_foo" are one name in clients and documents (get-foo) | Rename one of them.',
    ],
  ],
  [
    'two resources for the same requests, whatever their variables are called',
    `resources:
  - { name: a, method: GET, path: "/orders/{id}" }
  - { name: b, method: POST, path: "/orders/{id}" }
  - { name: c, method: GET, path: "/orders/{number}/" }`,
    ['7:39 GET /orders/{number}/ is taken by the resource "a" in line 5'],
  ],
  [
    'ANY beside another method',
    `resources:
  - { name: a, method: GET, path: /a }
  - { name: b, method: ANY, path: /a }
  - { name: c, method: ANY, path: /b }
  - { name: d, method: PUT, path: /b }`,
    [
      '6:39 ANY /a is taken by the resource "a" in line 5 | ANY takes every method; no other may stand on the same path.',
      '8:39 PUT /b is taken by the resource "c" in line 7 | ANY takes every method; no other may stand on the same path.',
    ],
  ],
  [
    'paths that cannot be matched byte by byte',
    `resources:
  - { name: a, method: GET, path: orders }
  - { name: b, method: GET, path: "/{id}.json" }
  - { name: c, method: GET, path: /a/../b }
  - { name: d, method: GET, path: /a//b }
  - { name: e, method: GET, path: /caf%C3%A9 }
  - { name: f, method: GET, path: "/{a}/{a}" }
  - { name: g, method: GET, path: "/{env.region}" }
  - { name: h, method: GET, path: "/x/{a-b}" }
  - { name: i, method: GET, path: "/a?b=c" }
  - { name: j, method: GET, path: "/a b" }
  - { name: k, method: GET, path: "/café" }`,
    [
      '5:39 the path does not begin with "/"',
      '6:39 "{id}.json": a variable stands for one whole segment | Write /{name}/ between two slashes.',
      '7:39 the path has the segment ".." | Write it out.',
      '8:39 the path has an empty segment ("//")',
      '9:39 the path holds the character "%" | Percent-encoding cannot be matched; use a variable.',
      '10:39 {a} stands in the path twice',
      '11:39 {env.region}: stage variables can stand in backend paths and host URLs only',
      '12:39 {a-b} is not a variable name | Up to 30 letters, digits and "_", beginning with a letter.',
      `13:39 the path holds the character "?" | Letters, digits and ._~!$&'()*+,;=:@- are allowed.`,
      `14:39 the path holds the character " " | Letters, digits and ._~!$&'()*+,;=:@- are allowed.`,
      `15:39 the path holds the character "é" | Letters, digits and ._~!$&'()*+,;=:@- are allowed.`,
    ],
  ],
  [
    'a backend path with a variable that the front path does not have',
    `resources: [{ name: a, method: GET, path: "/a/{id}", backend: { path: "/b/{number}" } }]\n${stage('')}`,
    [
      '4:75 {number} is no variable of the path of this resource | Of the path only: it has id. A stage variable is {env.NAME}.',
    ],
  ],
  [
    'a stage variable that a stage does not have',
    `resources: [{ name: a, method: GET, path: /a, backend: { path: "/{env.regoin}/a" } }]\n${stage('variables: { region: eu }, ')}`,
    [
      '5:28 the variable "regoin" has no value in this stage; the backend path of "a" uses it | Did you mean "region"?',
    ],
  ],
  [
    'a stage variable that cannot stand in a path',
    `resources: [{ name: a, method: GET, path: /a, backend: { path: "/{env.region}/a" } }]\n${stage('variables: { region: "e u" }, ')}`,
    [
      '5:49 the variable is used in the backend path of "a" and holds a character that cannot stand there | Letters, digits and _ / . - are allowed.',
    ],
  ],
  [
    'stage variables that together climb out of the path',
    `resources: [{ name: a, method: GET, path: /a, backend: { path: "/{env.x}{env.x}/a" } }]\n${stage('variables: { x: . }, ')}`,
    ['5:28 the variables make the backend path of "a" wrong: the path has the segment ".."'],
  ],
  [
    'a permission without an application',
    'resources: [{ name: a, method: GET, path: /a, auth: { app: false, permission: true } }]',
    [
      '4:83 a permission is granted to an application, which `app: false` does not ask for | Remove `permission: true`, or `app: false`.',
    ],
  ],
  [
    'grants of nothing, twice, or until a day that does not exist',
    `resources: [{ name: get_order, method: GET, path: /a }]
grants:
  - { app: web, resources: [get_ordr] }
  - { app: web, resources: [get_order], expires: 2030-02-30 }
  - { app: web, resources: [get_order] }
  - { app: web, resources: [] }
  - { app: job, expires: soon }`,
    [
      '6:33 there is no resource "get_ordr" in this gateway | Did you mean "get_order"?',
      '7:54 there is no such date or time',
      '8:33 granted twice; first in line 7',
      '9:21 needs at least 1 entry',
      '10:30 expected a date (2030-01-01) or a time with its zone (2030-01-01T12:00:00Z); got "soon"',
    ],
  ],
  [
    'user authentication by nothing, or by an address that is none',
    'userAuth: { issuer: me }',
    ['4:5 neither tokenUrl nor jwksUrl is given | Add one of them, or both.'],
  ],
  [
    'user authentication at addresses that cannot be asked',
    'userAuth: { tokenUrl: login.example.com, jwksUrl: "https://me:pw@example.com/keys" }',
    ['4:27 expected an http:// or https:// URL', '4:55 the URL holds credentials | Remove them.'],
  ],
  [
    'plugins: unknown, built in, listed twice, with options that do not fit',
    `resources:
  - name: a
    method: GET
    path: /a
    plugins:
      - { type: limt, config: { tokens: 1 } }
      - { type: always }
      - { type: bk-limit, config: { tokens: 0, tokns: 3 } }
      - { type: limit, config: { tokens: 1 } }
      - { type: bk-free }
  - { name: b, method: GET, path: /b, plugins: [{ type: limit }] }
  - { name: c, method: GET, path: /c, plugins: [{ type: limit, config: { tokens: 13 } }] }
  - { name: d, method: GET, path: /d, plugins: [{ type: limit, config: { tokens: 1, apps: { web: x } } }] }`,
    [
      '9:21 there is no plugin "limt" | Did you mean "limit"?',
      '10:21 "always" runs by itself and cannot be listed | Remove it from the list.',
      '11:49 must be at least 1, got 0',
      '11:52 unknown key "tokns" | Did you mean "tokens"?',
      '12:21 a second "limit" on this level; the first is in line 11',
      '14:53 "tokens" is missing | Add "tokens".',
      '15:86 13 brings bad luck',
      '16:102 expected a whole number, got "x"',
    ],
  ],
]

for (const [title, body, problems] of cases) {
  test(`refused with line and column: ${title}`, () => {
    assert.deepEqual(problemsOf(gatewayText(body)), problems)
  })
}

test('the gateway whose paths serve the public keys cannot be defined', () => {
  const problems = problemsOf('version: 1\ngateways: [{ name: bk-apigateway }]\n')

  assert.deepEqual(problems, [
    '2:20 the name bk-apigateway is taken: its paths serve the public keys of all gateways',
  ])
})

test('applications prove themselves in exactly one way', () => {
  const text = `version: 1
apps:
  - { code: none }
  - { code: both, secret: a, secrets: [b, c] }
  - { code: empty, secret: "" }
  - { code: three, secrets: [a, b, c] }
  - { code: hash, secretHashes: [abc] }
  - { code: none, secret: a }
`

  assert.deepEqual(problemsOf(text), [
    '3:5 "secret" is missing | Add secret: ${NAME}, read from the environment.',
    '4:30 both "secret" and "secrets" are given | Keep one; two valid secrets stand in the list `secrets`.',
    '5:28 must not be empty',
    '6:20 has 3 entries; at most 2 are allowed',
    '7:34 expected a SHA-256 in 64 hex digits; got "abc"',
    '8:13 the app "none" is defined twice; first in line 3',
  ])
})
