import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definitionOf, gatewayText, problemsOf } from './definition-under-test.ts'
import { sha256 } from './build-app.ts'

const values = { SECRET: 'pass-phrase-17', PORT: '9000', WEIGHT: '7', OFF: 'false', EMPTY: '' }

test('${NAME} is replaced in values, $${ stays text, keys and comments are left alone', () => {
  const text = gatewayText(`
    description: "at \${PORT}, not $\${PORT}" # \${NOT_SET}
    stages:
      - name: prod
        backends:
          default: { hosts: [{ url: "http://orders:\${PORT}", weight: "\${WEIGHT}", tls: {} }] }
        passCookies: \${OFF}`)

  const [gateway] = definitionOf(text, { expand: values }).gateways

  assert.equal(gateway?.description, 'at 9000, not ${PORT}')
  const content = gateway?.stages[0]?.content
  assert.equal(content?.backends[0]?.hosts[0]?.port, 9000)
  assert.equal(content?.backends[0]?.hosts[0]?.weight, 7)
  assert.equal(content?.passCookies, false)
})

test('a value is never read as YAML', () => {
  const expand = { TEXT: 'a\nname: other # {' }

  const problems = problemsOf(gatewayText('maintainers: ["${TEXT}"]'), { expand })

  assert.deepEqual(problems, ['4:19 expected one line of text; got the value from the environment'])
})

test('a missing, an empty and a malformed reference are told with line and column', () => {
  const text = `version: 1
apps:
  - { code: a, secret: "\${NOT_SET}" }
  - { code: b, secret: "\${EMPTY}" }
  - { code: c, secret: "\${EMPTY:-fallback}" }
  - { code: d, secret: "\${toString}" }
`

  assert.deepEqual(problemsOf(text, { expand: values }), [
    '3:24 the environment variable NOT_SET is not set | Set NOT_SET first, or write $${ for the literal text ${.',
    '4:24 must not be empty',
    '5:24 not a reference to the environment: a name in ${…} has letters, digits and _ | Write ${NAME}, or $${ for the literal text ${.',
    '6:24 the environment variable toString is not set | Set toString first, or write $${ for the literal text ${.',
  ])
})

test('without an environment, as in the management API, references are refused', () => {
  const text = 'version: 1\napps: [{ code: a, secret: "${SECRET}" }]\n'

  assert.deepEqual(problemsOf(text, { expand: undefined }), [
    '2:27 ${SECRET} is not replaced here: the server does not read its own environment | Apply with `faultline apply`, or write $${ for the literal text ${.',
  ])
})

test('below x-* keys nothing is replaced, below config x-* keys are names of header fields', () => {
  const text = gatewayText(`
    x-note: "\${NOT_SET}"
    resources:
      - { name: a, method: GET, path: /a, plugins: [{ type: free, config: { set: { x-key: "\${PORT}" } } }] }`)

  const [gateway] = definitionOf(text, { expand: values }).gateways

  assert.deepEqual(gateway?.resources[0]?.plugins[0]?.config, { set: { 'x-key': '9000' } })
})

test('an application with an empty list of secrets has none that is valid', () => {
  const [app] = definitionOf('version: 1\napps: [{ code: web, secrets: [] }]\n').apps

  assert.deepEqual(app?.secretHashes, [])
})

test('a secret leaves the reader as a hash only, whatever else is wrong', () => {
  const app = (rest: string) => `version: 1\napps: [{ code: web, ${rest} }]\n`
  const good = definitionOf(app('secret: "${SECRET}"'), { expand: values })
  const plain = definitionOf(app('secret: pass-phrase-17'))
  const partly = definitionOf(app('secrets: ["pass-phrase-${N}", b]'), { expand: { N: '17' } })
  const bad = [
    app('secret: { pass-phrase-17: x }'),
    app('secret: "${SECRET}", secretHashes: ["${SECRET}"]'),
    app(`secret: pass-phrase-17${'x'.repeat(200)}`),
    app('secret: "${SECRET}", owner: ["${SECRET}"]'),
    app('secret: 17, owner: "${SECRET}\\n"'),
  ].flatMap((text) => problemsOf(text, { expand: values }))

  assert.deepEqual(good.apps[0]?.secretHashes, [sha256('pass-phrase-17')])
  assert.deepEqual(good.apps[0]?.written, { code: 'web', secret: '${SECRET}' })
  assert.deepEqual(plain.apps[0]?.written, {
    code: 'web',
    secretHashes: [sha256('pass-phrase-17')],
  })
  assert.deepEqual(partly.apps[0]?.written, {
    code: 'web',
    secretHashes: [sha256('pass-phrase-17'), sha256('b')],
  })
  assert.equal(bad.length, 7)
  assert.doesNotMatch(JSON.stringify([good, plain, partly, bad]), /pass-phrase/)
})
