import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { emptyState } from '../../definition/control-state.ts'
import type { Definition } from '../../definition/definition.ts'
import { readDefinitions } from '../../definition/read-definition.ts'
import type { Publication } from '../../model/release.ts'
import { ControlStore } from '../../storage/control-store.ts'
import { openSqlite } from '../../storage/sqlite-database.ts'
import { checkAccess } from '../access.ts'
import { Applier } from '../applier.ts'
import { type Caller, nobody, tokenAdministrator } from '../caller.ts'
import { ApiProblem, sendProblem } from '../problem.ts'
import { appPermissionRoutes } from '../routes/app-permission-routes.ts'
import { appRoutes } from '../routes/app-routes.ts'
import { appSecretRoutes } from '../routes/app-secret-routes.ts'
import { grantRoutes } from '../routes/grant-routes.ts'
import { permissionRequestRoutes } from '../routes/permission-request-routes.ts'
import { reminderRoutes } from '../routes/reminder-routes.ts'

/** The routes about permissions over a store in memory, asked by named people: `shop` is public and
 *  maintained by mia, `hidden` is not and max's. The application `web` is ann's, `old` of a file. */
export interface PermissionApi {
  readonly applier: Applier
  readonly store: ControlStore
  /** What workers were told. */
  readonly served: Publication[]
  as(user: string): Person
}

interface Person {
  get(path: string): Promise<Answer>
  post(path: string, body?: object): Promise<Answer>
  patch(path: string, body: object, etag?: string): Promise<Answer>
  delete(path: string, etag?: string): Promise<Answer>
}

interface Answer {
  readonly status: number
  readonly etag: string
  /** Tests look at the members that they know. */
  readonly body: Readonly<Record<string, unknown>>
}

export const definitionText = JSON.stringify({
  version: 1,
  apps: [{ code: 'old', secrets: ['of-a-file'], owner: 'ola' }],
  gateways: [
    gatewayText('shop', 'mia', true, [{ app: 'old', resources: ['get_order'] }, { app: 'later' }]),
    gatewayText('hidden', 'max', false, []),
  ],
})

export async function permissionApi(t: TestContext): Promise<PermissionApi> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-permissions-'))
  const store = await ControlStore.open(openSqlite(join(folder, 'control.db')))
  t.after(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const served: Publication[] = []
  const options = {
    state: emptyState(),
    store,
    keysOf: async () => [],
    publish: async (publication: Publication) => void served.push(publication),
    probe: async () => [],
  }
  const author = { actor: '--apply test', address: '' }
  const applier = await Applier.begin(options, definitionIn(definitionText), author)
  await applier.keep()
  const app = serverFor(applier)
  const { database } = store
  appRoutes(app, applier, database)
  appSecretRoutes(app, applier)
  appPermissionRoutes(app, applier, database)
  grantRoutes(app, applier)
  permissionRequestRoutes(app, applier, database)
  reminderRoutes(app, applier, database)
  const as = (user: string): Person => personOn(app, user)
  await as('ann').post('/apps', { code: 'web' })
  return { applier, store, served, as }
}

export function definitionIn(text: string): Definition {
  const read = readDefinitions([{ file: 'test', text }], {
    expand: undefined,
    readFile: undefined,
    plugins: [],
  })
  if (!read.ok) assert.fail(JSON.stringify(read.problems))
  return read.definition
}

function gatewayText(
  name: string,
  maintainer: string,
  isPublic: boolean,
  grants: object[],
): object {
  const backends = { default: { hosts: [{ url: 'http://127.0.0.1:9' }] } }
  return {
    name,
    maintainers: [maintainer],
    public: isPublic,
    backends: [{ name: 'default' }],
    stages: [{ name: 'prod', backends }],
    resources: [
      { name: 'get_order', method: 'GET', path: '/orders/{id}' },
      { name: 'pay_order', method: 'POST', path: '/orders/{id}' },
      { name: 'ping', method: 'GET', path: '/ping', auth: { permission: false } },
    ],
    grants,
  }
}

function serverFor(applier: Applier): FastifyInstance {
  const app = Fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.decorateRequest('caller')
  app.addHook('onRequest', async (request) => {
    request.caller = callerNamed(String(request.headers['x-user']), applier)
    checkAccess(request, request.routeOptions.config.access ?? 'administrator')
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiProblem) return sendProblem(reply, error)
    throw error
  })
  return app
}

function callerNamed(user: string, applier: Applier): Caller {
  if (user === 'admin') return tokenAdministrator
  const mayMaintain = (gateway: string): boolean =>
    applier.state.gateways.some((one) => one.name === gateway && one.maintainers.includes(user))
  return {
    ...nobody,
    name: `user ${user}`,
    user,
    mayMaintain,
    mayView: mayMaintain,
    owns: (code) => applier.state.apps.some((one) => one.code === code && one.owner === user),
  }
}

function personOn(app: FastifyInstance, user: string): Person {
  const ask = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    etag?: string,
  ): Promise<Answer> => {
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { 'x-user': user, ...(etag === undefined ? {} : { 'if-match': etag }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    return {
      status: response.statusCode,
      etag: response.headers.etag ?? '',
      body: response.body === '' ? {} : response.json<Record<string, unknown>>(),
    }
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body, etag) => ask('PATCH', path, body, etag),
    delete: (path, etag) => ask('DELETE', path, undefined, etag),
  }
}
