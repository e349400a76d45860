import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundledFiles, packBundle } from '../apply-bundle.ts'
import { documentationOf } from '../documentation.ts'
import { imported, notesOf, plainStage } from './blueking-under-test.ts'

const resources = `
definitions: { Order: { properties: { items: { $ref: "#/definitions/Order" } } }, Unused: {} }
paths:
  /orders:
    get:
      operationId: get_orders
      summary: Orders
      description: "All\\norders"
      tags: [orders, " orders", 订单]
      deprecated: true
      parameters: [{ name: page, in: query, type: integer }]
      responses: { "200": { schema: { $ref: "#/definitions/Order" } } }
      x-bk-apigateway-resource: { isPublic: true, allowApplyPermission: false }
  /hidden:
    get:
      operationId: hidden
      x-bk-apigateway-resource: { isPublic: false, allowApplyPermission: true }
`

test('labels, words, visibility and schemas of a resource are taken over', () => {
  const { documentation } = imported({ resources })

  const { docs, ...said } = documentationOf(documentation, 'get_orders')
  assert.deepEqual(docs, {})
  assert.deepEqual(said, {
    summary: 'Orders',
    description: 'All orders',
    labels: ['orders', '订单'],
    public: true,
    allowApply: false,
    deprecated: { note: '' },
    schema: {
      parameters: [{ name: 'page', in: 'query', type: 'integer' }],
      responses: { '200': { schema: { $ref: '#/definitions/Order' } } },
    },
  })
  const hidden = documentationOf(documentation, 'hidden')
  assert.deepEqual([hidden.public, hidden.allowApply], [false, false])
  assert.deepEqual(documentation.references, {
    '#/definitions/Order': { properties: { items: { $ref: '#/definitions/Order' } } },
  })
})

test('whom to ask is taken over: users, and a service account with its link', () => {
  const about = (said: string) => `${plainStage}apigateway: { doc_maintainers: ${said} }\n`
  const account = '{ name: helper, link: "wxwork://message?uin=1" }'

  const users = imported({ definition: about('{ type: user, contacts: [ann, bob] }') })
  const service = imported({
    definition: about(`{ type: service_account, contacts: [], service_account: ${account} }`),
  })

  assert.deepEqual(
    users.documentation.contacts.map(({ name }) => name),
    ['ann', 'bob'],
  )
  assert.deepEqual(service.documentation.contacts, [
    { name: 'helper', email: '', phone: '', link: 'wxwork://message?uin=1' },
  ])
})

const files: Readonly<Record<string, string>> = {
  'docs/zh/get_orders.md': '# 订单 ${A}\n',
  'docs/en/get_orders.md': '# Orders\n',
}

function readFile(path: string, from: string): string {
  const text = from === 'definition.yaml' ? files[path] : undefined
  if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' })
  return text
}

const withDocs = `${plainStage}resource_docs: { basedir: "{{ settings.FOLDER }}/" }\n`
const environment = { FOLDER: 'docs' }

test('documents in the folder of the files are read, and sent along with an apply', () => {
  const text = { definition: withDocs, resources, environment }
  const definitions = [
    { file: 'definition.yaml', text: `spec_version: 2${withDocs}` },
    { file: 'resources.yaml', text: `swagger: "2.0"${resources}` },
  ]

  const bundle = packBundle(definitions, environment, readFile, 'orders')

  const there = imported({ ...text, readFile })
  assert.deepEqual(documentationOf(there.documentation, 'get_orders').docs, {
    zh: '# 订单 ${A}\n',
    en: '# Orders\n',
  })
  assert.deepEqual(imported({ ...text, readFile: bundledFiles(bundle) }), there)
  assert.equal(bundle.files.length, 2)
})

test('a folder without documents, and an archive, are told', () => {
  const archive = `${plainStage}resource_docs: { archivefile: docs.tgz }\n`

  const [none] = notesOf({ definition: withDocs, resources, environment })
  const [packed] = notesOf({ definition: archive, resources })

  assert.match(none ?? '', /no document of a resource was found as docs\/\{zh,en\}\/NAME\.md$/)
  assert.match(packed ?? '', /an archive is not opened: unpack it/)
})
