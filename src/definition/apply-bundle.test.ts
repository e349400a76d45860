import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bundledFiles, packBundle, readBundle } from './apply-bundle.ts'
import { definitionOf } from './definition-under-test.ts'

const certificate = readFileSync(
  new URL('../../test/certificates/authority.pem', import.meta.url),
  'utf8',
)
const readFile = () => certificate
const expand = { SECRET: 'pass-phrase', HOST: 'orders' }
const text = `version: 1
apps:
  - { code: web, secret: "\${SECRET}", x-contact: me }
  - { code: job, secret: written-out }
  - { code: idle, secret: not-granted }
x-open: &open { app: false }
gateways:
  - name: shop
    x-team: { floor: 3 }
    description: "costs $\${5}"
    stages:
      - name: prod
        backends: { default: { hosts: [{ url: "https://\${HOST}:9000" }], tls: { ca: ca.pem } } }
    resources:
      - { name: a, method: GET, path: /a, auth: *open }
      - { name: b, method: GET, path: /b, auth: *open, plugins: [{ type: bk-free, config: { x-a: 1 } }] }
    grants: [{ app: web }, { app: job, expires: 2030-01-01 }]
`

test('a bundle carries exactly what the files refer to, and reads as the files do', () => {
  const environment = { ...expand, HOME: 'private' }
  const asked: string[] = []
  const bundle = packBundle([{ file: 'shop.yaml', text }], environment, (path, from) => {
    asked.push(`${path} from ${from}`)
    return certificate
  })

  const received = readBundle(JSON.stringify(bundle))

  assert.ok(received !== undefined)
  assert.deepEqual(received.values, expand)
  assert.deepEqual(asked, ['ca.pem from shop.yaml'])
  assert.deepEqual(received.definitions, [{ file: 'shop.yaml', text }])
  const options = { expand: received.values, readFile: () => received.files[0]?.text ?? '' }
  assert.deepEqual(definitionOf(text, options), definitionOf(text, { expand, readFile }))
  assert.equal(bundledFiles(received)('ca.pem', 'shop.yaml'), certificate)
  assert.throws(() => bundledFiles(received)('other.pem', 'shop.yaml'), { code: 'ENOENT' })
})

test('what is no bundle is a definition', () => {
  const bodies = [text, '', '{"faultlineBundle":1}', '{"faultlineBundle":1', '{"version":1}']

  assert.deepEqual(
    bodies.map(readBundle),
    bodies.map(() => undefined),
  )
})

test('of the files of the old system only the values go along that their templates name', () => {
  const definition = {
    file: 'd.yaml',
    text: 'spec_version: 2\nstages: {{ settings.STAGES }} ${SECRET}\n',
  }
  const resources = { file: 'r.yaml', text: 'swagger: "2.0"\npaths: {} # {{ environ.PATHS }}\n' }
  const environment = { STAGES: 'a', PATHS: 'b', SECRET: 'private', HOME: 'private' }

  const bundle = packBundle([definition, resources], environment, readFile, 'shop')

  assert.deepEqual(bundle.values, { STAGES: 'a', PATHS: 'b' })
  assert.equal(readBundle(JSON.stringify(bundle))?.gateway, 'shop')
})
