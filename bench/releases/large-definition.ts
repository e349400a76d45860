/** A definition as a large publisher has it: many resources in many stages, of which some name a variable of
 *  the stage, some bring plugins and most have variables in their path. */
export interface DefinitionSize {
  readonly resources: number
  readonly stages: number
}

/** `shown` is what the gateway itself answers on `/mark` of a stage: each of them changes its release. */
export interface ShownNumbers {
  /** In a resource: every stage has another release then. */
  readonly ofAll: number
  /** In the first stage alone. */
  readonly ofFirst: number
}

export const markPath = (stage: number): string => `/api/large/stage-${stage}/mark`

export function largeDefinition(size: DefinitionSize, shown: ShownNumbers): object {
  const mark = {
    name: 'mark',
    method: 'GET',
    path: '/mark',
    auth: openToAll,
    plugins: [{ type: 'mock', config: { response_example: `all-${shown.ofAll}` } }],
  }
  return {
    version: 1,
    apps: [{ code: 'caller', secret: 'a-secret-of-the-bench', owner: 'bench' }],
    gateways: [
      {
        name: 'large',
        maintainers: ['bench'],
        backends: [
          { name: 'default', owners: ['bench'] },
          { name: 'search', owners: ['bench'] },
        ],
        stages: Array.from({ length: size.stages }, (_, index) =>
          stageOf(index, index === 0 ? shown.ofFirst : 0),
        ),
        resources: [
          mark,
          ...Array.from({ length: size.resources - 1 }, (_, index) => resourceOf(index)),
        ],
        grants: [{ app: 'caller' }],
      },
    ],
  }
}

const openToAll = { app: false, user: false, permission: false }

function stageOf(index: number, shown: number): object {
  const host = `http://127.0.0.1:${20_000 + index}`
  return {
    name: `stage-${index}`,
    description: `Environment ${index}`,
    variables: { root: `v${index}`, region: `eu-${index}` },
    backends: {
      default: { hosts: [{ url: host }, { url: `${host}/second`, weight: 50 }] },
      search: { hosts: [{ url: host }] },
    },
    plugins: [
      { type: 'header-rewrite', config: { set: { 'X-Stage': `stage-${index}` } } },
      { type: 'rate-limit', config: { default: [{ limit: 1_000_000, periodSeconds: 60 }] } },
      {
        type: 'cors',
        config: { allow_origins: 'https://example.com', expose_headers: `x-${shown}` },
      },
    ],
  }
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const
const nouns = [
  'orders',
  'customers',
  'invoices',
  'reports',
  'devices',
  'projects',
  'teams',
  'tickets',
]

/** Five methods on each path, as in documents of real APIs; a tenth has a variable of the stage in its backend
 *  path and a tenth a plugin. */
function resourceOf(index: number): object {
  const place = Math.floor(index / methods.length)
  const noun = nouns[place % nouns.length] ?? ''
  const area = `/area-${Math.floor(place / 40)}/${noun}-${place}`
  const path =
    place % 5 < 2 ? area : `${area}/{id}/${place % 5 === 2 ? 'state' : 'parts/{part_id}'}`
  const method = methods[index % methods.length]
  const name = `${method?.toLowerCase()}_${noun}_${place}`
  const backend =
    index % 10 === 3
      ? { path: `/{env.root}${path}` }
      : { name: index % 7 === 0 ? 'search' : 'default' }
  const plugins =
    index % 10 === 6 ? [{ type: 'header-rewrite', config: { set: { 'X-Resource': name } } }] : []
  return {
    name,
    description: `What ${name} does for those who call it`,
    method,
    path,
    backend,
    ...(index % 11 === 0 ? { timeoutMs: { firstByte: 10_000 } } : {}),
    ...(plugins.length === 0 ? {} : { plugins }),
  }
}
