import { defaultTimeoutsMs, type StageBackend } from '../../model/release.ts'

/** Answers of /api/v1/gateways and below, for the OpenAPI document. */
const hash = '776af330d094bb3fd91da9911d7a6dd90eded0853010940c664993c006c04dfd'

const stage = { name: 'prod', description: '', release: { number: 3, hash } }

const gateway = {
  name: 'shop',
  description: 'Orders and payments',
  public: true,
  maintainers: ['shop-admin'],
  viewers: ['shop-readers'],
  stages: [stage],
}

const resource = {
  name: 'get_order',
  method: 'GET',
  path: '/orders/{id}',
  matchSubpath: false,
  websocket: false,
  auth: { app: true, user: false, permission: true },
  backend: { name: 'default', method: 'GET', path: '/v1/orders/{id}' },
  timeoutMs: {},
  bodyLimitBytes: null,
  plugins: [],
}

export const gatewaysExample = { items: [{ ...gateway, draft: null }], next: null }

export const gatewayExample = {
  ...gateway,
  draft: null,
  backends: [{ name: 'default', description: '', owners: ['orders-team'] }],
  resources: [resource],
  grants: [
    {
      app: 'demo-app',
      gateway: 'shop',
      resources: ['get_order'],
      expiresAtMs: 1_893_456_000_000,
    },
  ],
}

export const stageExample = {
  name: 'prod',
  description: '',
  lastRefusal: null,
  pending: null,
  release: { ...stage.release, madeBy: 'token admin', comment: '' },
  live: { workers: 2, of: 2, since: '2026-11-30T12:00:00.000Z' },
}

export const stagesExample = { items: [stageExample], next: null }

const release = {
  number: 3,
  hash,
  madeAt: '2026-11-30T12:00:00.000Z',
  madeBy: 'token admin',
  comment: 'orders by customer',
  live: true,
}

const backend: StageBackend = {
  name: 'default',
  owners: ['orders-team'],
  hosts: [
    {
      scheme: 'http',
      host: 'orders',
      port: 8_080,
      pathPrefix: '',
      weight: 100,
      hostHeader: 'orders:8080',
      tls: { serverName: '', ca: '', verify: true },
    },
  ],
  balance: 'round-robin',
  hashOn: 'client_ip',
  timeoutMs: defaultTimeoutsMs,
  retries: 1,
  eject: { failures: 5, seconds: 10 },
}

export const releasesExample = { items: [release], next: null }

export const releaseExample = {
  ...release,
  content: {
    backends: [backend],
    credentials: ['bkapi', 'bearer', 'api-key'],
    credentialsInBody: false,
    maintainers: ['shop-admin'],
    passCookies: false,
    plugins: [],
    resources: [resource],
    userAuth: null,
    variables: { region: 'eu' },
  },
}

const nothing = { added: [], removed: [], changed: [] }

export const diffExample = {
  number: 3,
  against: 2,
  same: false,
  resources: {
    added: ['list_orders'],
    removed: [],
    changed: [
      { name: 'get_order', fields: [{ field: 'backend.path', before: '/v1', after: '/v2' }] },
    ],
  },
  backends: { ...nothing, added: ['search'] },
  plugins: nothing,
  settings: [{ field: 'variables.region', before: 'us', after: 'eu' }],
}

export const rollbackExample = {
  gateway: 'shop',
  stage: 'prod',
  number: 4,
  hash,
  sameAs: 3,
  changed: true,
  live: true,
  workers: 2,
}

export const definitionExample = `version: 1
gateways:
  - name: shop
    description: Orders and payments
    maintainers: [shop-admin]
    stages:
      - name: prod
        backends:
          default:
            hosts: [{ url: "http://orders:8080" }]
    resources:
      - { name: get_order, method: GET, path: "/orders/{id}" }
`

export const applyExample = {
  applied: ['gateways/shop'],
  releases: [{ gateway: 'shop', stage: 'prod', number: 3, hash, changed: true }],
  changes: [{ kind: 'stage', path: 'gateways/shop/stages/prod', action: 'update' }],
  warnings: [],
  dryRun: false,
}

export const probeExample = {
  gateway: 'shop',
  stage: 'prod',
  worst: 'failure',
  ms: 3.4,
  hosts: [
    {
      backend: 'default',
      url: 'http://10.0.3.9:8080',
      steps: [
        {
          step: 'tcp',
          ok: false,
          ms: 0.6,
          key: 'backend_refused',
          address: '10.0.3.9:8080',
          errno: 'ECONNREFUSED',
        },
      ],
      findings: [
        {
          key: 'backend_refused',
          level: 'failure',
          sentence: "Nothing accepts connections at the backend's address.",
          advice: 'Start the backend, or correct its address and port in the stage.',
        },
      ],
      exit_address: '',
    },
  ],
  left_out: 0,
}
