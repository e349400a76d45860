import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../test/clean-up.ts'
import { faultline } from '../../test/faultline-command.ts'

const document = `openapi: 3.1.0
info: { title: "Pet \\u001b[31mStore" }
servers: [{ url: https://pets.example.com/v1 }]
paths:
  /pets/{id}:
    get: { operationId: getPet, summary: "costs \${PRICE}", deprecated: true }
  /pets/{id}.json:
    get: {}
`

function fileWith(text: string): string {
  const file = join(temporaryFolder(), 'pets.yaml')
  writeFileSync(file, text)
  return file
}

test('what is printed is the report in comments, and a definition that is a file as it is', async () => {
  const file = fileWith(document)

  const { code, stdout } = await faultline(['import', 'openapi', file])

  assert.equal(code, 0)
  assert.equal(
    stdout,
    `# OpenAPI 3.1, "Pet [31mStore": 1 of 2 operations are taken.
#
# Not taken:
#   ${file}:8:5 GET /pets/{id}.json: "{id}.json": a variable stands for one whole segment. A resource on /pets with \`matchSubpath: true\` takes these requests.
#
# Check host, auth and grants, then: faultline start --apply FILE
version: 1
gateways:
  - name: pet-31mstore
    description: Pet [31mStore
    stages:
      - name: prod
        backends:
          default:
            hosts:
              - url: https://pets.example.com
    resources:
      - name: getPet
        summary: costs $\${PRICE}
        deprecated: {}
        method: GET
        path: /pets/{id}
        backend:
          path: /v1/pets/{id}
`,
  )
})

test('the frame of the report is in Chinese for who reads that', async () => {
  const { stdout } = await faultline(['import', 'openapi', '--lang=zh', fileWith(document)])

  assert.match(stdout, /^# OpenAPI 3\.1，“Pet .*”：共 2 个操作，已导入 1 个。\n#\n# 未导入：\n/)
})

test('for programs the same is JSON', async () => {
  const { stdout } = await faultline(['import', 'openapi', '--json', fileWith(document)])

  const { operations, taken, refused, resources, server } = JSON.parse(stdout)
  assert.deepEqual(
    [operations, taken, refused.length, server],
    [2, 1, 1, 'https://pets.example.com'],
  )
  assert.equal(resources[0].summary, 'costs ${PRICE}')
})

test('the name of the gateway can be given, and is checked', async () => {
  const file = fileWith(document)

  const { stdout } = await faultline(['import', 'openapi', file, '--gateway', 'pets'])
  const wrong = await faultline(['import', 'openapi', file, '--gateway', 'Pets!'])

  assert.match(stdout, /^ {2}- name: pets$/m)
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /It needs 3 to 30 lower-case letters/)
})

test('a document that cannot be read ends the command with its place', async () => {
  const { code, stdout, stderr } = await faultline([
    'import',
    'openapi',
    fileWith('openapi: 4.0.0'),
  ])

  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /pets\.yaml:1:1 openapi "4\.0\.0" is not a version that can be read\n/)
  assert.doesNotMatch(stderr, /applied/)
})
