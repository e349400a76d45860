/** Answers of /api/v1/portal, for the OpenAPI document. */
const personsInCharge = {
  maintainers: ['shop-admin', 'shop-oncall'],
  contacts: [{ name: 'Order help', email: 'orders@example.com', phone: '', link: '' }],
}

const auth = { app: true, user: false, permission: true, mayApply: true }

export const gatewayListExample = {
  items: [
    {
      name: 'shop',
      description: 'Orders and payments',
      personsInCharge,
      stages: ['prod', 'test'],
      deprecated: null,
      public: true,
      resources: 12,
    },
  ],
  next: null,
}

export const gatewayPageExample = {
  name: 'shop',
  description: 'Orders and payments',
  personsInCharge,
  stages: [
    { name: 'prod', description: '', urls: ['https://api.example.com/api/shop/prod'] },
    { name: 'test', description: '', urls: ['https://api.example.com/api/shop/test'] },
  ],
  deprecated: null,
  public: true,
  resources: 12,
  labels: [{ label: 'orders', resources: 7 }],
}

export const resourceListExample = {
  items: [
    {
      name: 'get_order',
      method: 'GET',
      path: '/orders/{id}',
      summary: 'One order',
      description: '',
      labels: ['orders'],
      deprecated: null,
      public: true,
      stages: ['prod', 'test'],
      auth,
      documents: ['en', 'zh'],
    },
  ],
  next: null,
}

export const searchExample = {
  items: [
    {
      kind: 'resource',
      gateway: 'shop',
      name: 'get_order',
      method: 'GET',
      path: '/orders/{id}',
      summary: 'One order',
      labels: ['orders'],
      stages: ['prod', 'test'],
      deprecated: false,
      matched: 'name',
    },
  ],
  total: 1,
}

const url = 'https://api.example.com/api/shop/prod/orders/YOUR_ID'
const credentials = '{"bk_app_code":"YOUR_APP_CODE","bk_app_secret":"YOUR_APP_SECRET"}'

export const resourcePageExample = {
  gateway: 'shop',
  name: 'get_order',
  method: 'GET',
  path: '/orders/{id}',
  matchSubpath: false,
  websocket: false,
  summary: 'One order',
  description: '',
  labels: ['orders'],
  deprecated: null,
  public: true,
  stages: ['prod', 'test'],
  stage: 'prod',
  personsInCharge,
  document: { language: 'en', markdown: '# One order\n', languages: ['en', 'zh'] },
  schema: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] },
  references: {},
  referencesLeftOut: 0,
  auth: { ...auth, credentials: ['bkapi', 'bearer', 'api-key'] },
  call: {
    method: 'GET',
    url,
    headers: [{ name: 'X-Bkapi-Authorization', value: credentials }],
    body: null,
    placeholders: [{ placeholder: 'YOUR_ID', means: 'The path parameter "id".' }],
    urls: [{ stage: 'prod', urls: [url] }],
    snippets: {
      curl: `curl --include --globoff --request GET \\\n  '${url}' \\\n  --header 'X-Bkapi-Authorization: ${credentials}'\n`,
      javascript: '…',
      python: '…',
      go: '…',
      java: '…',
    },
  },
  limits: {
    rates: [
      {
        counted: 'each-caller',
        scope: 'stage',
        app: '',
        windows: [{ limit: 100, periodSeconds: 60 }],
      },
    ],
    concurrency: null,
    bodyBytes: 41_943_040,
    timeoutMs: { connect: 3_000, firstByte: 30_000, idle: 30_000, total: 600_000 },
    addressesRestricted: false,
  },
  errors: [
    {
      key: 'backend_first_byte_timeout',
      status: 504,
      code: 1_650_401,
      code_name: 'REQUEST_BACKEND_TIMEOUT',
      title: 'The backend took the request and then stayed silent.',
      when: 'The backend did not begin its answer in time.',
      fault: 'service',
      owner: 'backend',
      actions: [{ role: 'backend', text: 'Make the backend faster.' }],
      by: { phase: 'forward' },
      limit: { milliseconds: 30_000 },
      seen: 3,
      help: '/errors/backend_first_byte_timeout',
    },
  ],
  seenDays: 7,
}
