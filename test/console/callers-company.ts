import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Owner } from '../clean-up.ts'

/** A small company for tests of what callers do: one public gateway with documents, and its service. */
export interface Company {
  readonly definition: object
  readonly server: Server
}

export async function startCompany(owner: Owner): Promise<Company> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/v1/broken') === true) {
      response.writeHead(500, { 'content-type': 'application/json' })
      response.end('{"code":9,"message":"no such table: orders"}')
    } else if (request.url?.startsWith('/v1/old') === true) {
      response.writeHead(302, { location: '/api/orders/prod/orders/7' }).end()
    } else {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ id: '7', state: 'paid', seen: request.url }))
    }
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  owner.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // of a listener on TCP
  return { server, definition: definitionAt(`http://127.0.0.1:${port}`) }
}

function definitionAt(url: string): object {
  return {
    version: 1,
    gateways: [
      {
        name: 'orders',
        description: 'Orders and payments of the shop',
        maintainers: ['mia'],
        contacts: [{ name: 'Order desk', email: 'orders@example.com', phone: '', link: '' }],
        public: true,
        backends: [{ name: 'default', owners: ['orders-team'] }],
        stages: [
          {
            name: 'prod',
            description: 'What customers use',
            backends: { default: { hosts: [{ url }] } },
            plugins: [
              { type: 'rate-limit', config: { default: [{ limit: 600, periodSeconds: 60 }] } },
            ],
          },
        ],
        resources,
        references: {
          '#/components/schemas/Order': {
            type: 'object',
            required: ['id'],
            properties: {
              id: { type: 'string', description: 'Number of the order', example: '7' },
              state: { type: 'string', enum: ['open', 'paid', 'sent'] },
              replaces: { $ref: '#/components/schemas/Order' },
            },
          },
        },
      },
    ],
  }
}

const document = `# One order

What an order holds, and **where it is** now. See [all states](https://example.com/states).

| state | means |
| --- | --- |
| open | not paid |
| paid | being packed |

\`\`\`json
{"id": "7", "state": "paid"}
\`\`\`
`

const order = { $ref: '#/components/schemas/Order' }

const resources = [
  {
    name: 'get_order',
    method: 'GET',
    path: '/orders/{id}',
    summary: 'One order',
    description: 'Everything about an order, by its number.',
    labels: ['orders'],
    docs: { en: document, zh: '# 一个订单\n\n订单的内容，以及它**现在的状态**。\n' },
    schema: {
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: 'Number of the order',
          schema: { type: 'string' },
          example: '7',
        },
        {
          name: 'lang',
          in: 'query',
          description: 'Language of the texts',
          schema: { type: 'string', enum: ['en', 'zh'], default: 'en' },
        },
      ],
      responses: {
        200: { description: 'The order', content: { 'application/json': { schema: order } } },
        404: { description: 'There is no such order' },
      },
    },
    backend: { name: 'default', method: 'GET', path: '/v1/orders/{id}' },
  },
  {
    name: 'make_order',
    method: 'POST',
    path: '/orders',
    summary: 'A new order',
    labels: ['orders'],
    schema: {
      requestBody: { required: true, content: { 'application/json': { schema: order } } },
      responses: { 201: { description: 'It was made' } },
    },
    backend: { name: 'default', path: '/v1/orders' },
  },
  {
    name: 'ping',
    method: 'GET',
    path: '/ping',
    summary: 'Whether it is there',
    auth: { app: true, user: false, permission: false },
    backend: { name: 'default', path: '/v1/ping' },
  },
  {
    name: 'broken',
    method: 'GET',
    path: '/broken',
    summary: 'Always fails',
    auth: { app: true, user: false, permission: false },
    backend: { name: 'default', path: '/v1/broken' },
  },
  {
    name: 'old_order',
    method: 'GET',
    path: '/old/{id}',
    summary: 'Where orders were before',
    backend: { name: 'default', path: '/v1/old/{id}' },
  },
]
