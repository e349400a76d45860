import { until } from '../protocol/until.ts'
import { script, scriptedBackend, type ScriptedBackend } from '../scripted-backend.ts'
import { credentials, demoCredentials, type Lab } from './lab.ts'
import type { Proof } from './proof.ts'

/** What plugins refuse: permission, address, limits, a request that comes back. */
const allChecks = { app: true, user: false, permission: true }
const once = [{ limit: 1, periodSeconds: 3_600 }]

/** A limit of one call an hour; the second is refused. */
function secondCall(
  key: Proof['key'],
  how: string,
  prepare: (lab: Lab, backendUrl: string) => string,
): Proof {
  let path = ''
  return {
    key,
    means: 'request',
    how,
    prepare: async (lab) => {
      const backend = await scriptedBackend(lab.owner, script.readRequest().respond(200).again())
      path = prepare(lab, backend.url)
    },
    provoke: async (lab) => {
      await lab.gateway.call({ path, headers: demoCredentials })
      return lab.refused({ path, headers: demoCredentials })
    },
  }
}

const auth = { app: true, user: false, permission: false }

export const policyProofs: readonly Proof[] = [
  {
    key: 'app_no_permission',
    means: 'request',
    how: 'an application without a grant',
    prepare: (lab) => {
      lab.resource('app_no_permission', 'http://127.0.0.1:1', { auth: allChecks })
    },
    provoke: (lab) => lab.refused({ path: '/app_no_permission', headers: demoCredentials }),
  },
  {
    key: 'permission_expired',
    means: 'request',
    how: 'a grant that ended in 2020',
    prepare: (lab) => {
      lab.apps.push({ code: 'late-app', secret: 'late-secret', owner: 'late-team' })
      lab.resource('permission_expired', 'http://127.0.0.1:1', { auth: allChecks })
      lab.api('proof').grants.push({
        app: 'late-app',
        resources: ['permission_expired'],
        expires: '2020-01-01',
      })
    },
    provoke: (lab) =>
      lab.refused({
        path: '/permission_expired',
        headers: credentials({ bk_app_code: 'late-app', bk_app_secret: 'late-secret' }),
      }),
  },
  {
    key: 'ip_not_allowed',
    means: 'request',
    how: "the caller's address is not on the list",
    prepare: (lab) => {
      const plugins = [{ type: 'ip-restriction', config: { whitelist: '192.0.2.0/24' } }]
      lab.resource('ip_not_allowed', 'http://127.0.0.1:1', { plugins })
    },
    provoke: (lab) => lab.refused({ path: '/ip_not_allowed' }),
  },
  secondCall('resource_rate_limited', 'the second call where a resource allows one', (lab, url) => {
    const plugins = [{ type: 'rate-limit', config: { default: once } }]
    lab.resource('resource_rate_limited', url, { auth, plugins })
    return '/api/proof/prod/resource_rate_limited'
  }),
  secondCall('stage_rate_limited', 'the second call where a stage allows one', (lab, url) => {
    const stagePlugins = [{ type: 'rate-limit', config: { default: once } }]
    lab.api('stage-limit', { stagePlugins })
    lab.resource('stage_rate_limited', url, { api: 'stage-limit', auth })
    return '/api/stage-limit/prod/stage_rate_limited'
  }),
  secondCall('stage_global_rate_limited', 'the second call of anybody on a stage', (lab, url) => {
    const stagePlugins = [{ type: 'stage-global-rate-limit', config: { rate: once } }]
    lab.api('global-limit', { stagePlugins })
    lab.resource('stage_global_rate_limited', url, { api: 'global-limit', auth })
    return '/api/global-limit/prod/stage_global_rate_limited'
  }),
  {
    key: 'concurrency_limited',
    means: 'request',
    how: 'a second call while the first is in flight',
    prepare: async (lab) => {
      busy = await scriptedBackend(lab.owner, script.readRequest().stall())
      const plugins = [{ type: 'concurrency-limit', config: { limit: 1 } }]
      lab.resource('concurrency_limited', busy.url, { auth, plugins })
    },
    provoke: async (lab) => {
      const request = { path: '/concurrency_limited', headers: demoCredentials }
      const first = await lab.client()
      first.send(lab.bytes(request))
      await until(() => busy?.requestCount === 1, 'the request at the backend')
      return lab.refused(request)
    },
  },
  {
    key: 'recursive_request',
    means: 'scripted peer',
    how: 'a request comes back with what the gateway told the backend',
    prepare: async (lab) => {
      seenByLoop = await scriptedBackend(lab.owner, script.readRequest().respond(200).again())
      lab.resource('recursive_request', seenByLoop.url)
    },
    provoke: async (lab) => {
      const path = '/recursive_request'
      await lab.gateway.call({ path: `/api/proof/prod${path}` })
      const passedOn = /^X-Bkapi-Instance-Id: (.*)\r$/im.exec(seenByLoop?.requests[0] ?? '')?.[1]
      return lab.refused({ path, headers: { 'X-Bkapi-Instance-Id': passedOn ?? '' } })
    },
  },
]

let seenByLoop: ScriptedBackend | undefined
let busy: ScriptedBackend | undefined
