/** Definitions for tests, as objects: what is not named takes the product's defaults. */
export interface ResourceSketch {
  readonly name: string
  readonly path: string
  readonly method?: string
  readonly backend?: string
  readonly backendPath?: string
  readonly [key: string]: unknown
}

export interface GatewaySketch {
  readonly name?: string
  readonly backends: Readonly<Record<string, string | object>>
  readonly resources: readonly ResourceSketch[]
  readonly stage?: object
  readonly gateway?: object
  readonly apps?: readonly object[]
  readonly grants?: readonly object[]
}

/** Every backend has an owner named after it, so that tests can tell who is to act. A backend given
 *  as text is one host; given as an object it is the stage's setting as it stands. */
export function definitionOf(sketch: GatewaySketch): object {
  const backendNames = Object.keys(sketch.backends)
  const stageBackends = Object.entries(sketch.backends).map(([name, setting]) => [
    name,
    typeof setting === 'string' ? { hosts: [{ url: setting }] } : setting,
  ])
  return {
    version: 1,
    ...(sketch.apps === undefined ? {} : { apps: sketch.apps }),
    gateways: [
      {
        name: sketch.name ?? 'shop',
        maintainers: ['shop-admin'],
        backends: backendNames.map((name) => ({ name, owners: [`${name}-team`] })),
        stages: [{ name: 'prod', backends: Object.fromEntries(stageBackends), ...sketch.stage }],
        resources: sketch.resources.map((resource) => resourceOf(resource, backendNames[0])),
        ...(sketch.grants === undefined ? {} : { grants: sketch.grants }),
        ...sketch.gateway,
      },
    ],
  }
}

/** Open to everybody unless `auth` says otherwise. */
export const openToAll = { app: false, user: false, permission: false }

function resourceOf(resource: ResourceSketch, firstBackend: string | undefined): object {
  const { name, path, method = 'ANY', backend = firstBackend, backendPath, ...others } = resource
  const target = { name: backend, ...(backendPath === undefined ? {} : { path: backendPath }) }
  return { name, method, path, auth: openToAll, backend: target, ...others }
}
