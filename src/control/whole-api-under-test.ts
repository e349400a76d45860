import type { FastifyInstance } from 'fastify'
import { NameResolver } from '../network/resolver.ts'
import { allPlugins } from '../plugins/all-plugins.ts'
import type { Caller } from './caller.ts'
import { settingsWith } from './doctor/place-under-test.ts'
import { healthOf } from './health.ts'
import {
  adminToken,
  apiUnderTest as api,
  asAdministrator,
  wellStored,
} from './people/people-under-test.ts'

/** For tests: the whole management API with a definition applied and all plugins, as an administrator sees it. */
export interface WholeApi extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly token: string
  /** Of the process log. */
  readonly logged: readonly string[]
  /** Whoever asks from now on; sign-in is not what is tested. undefined: who the request says. */
  as(caller: Caller | undefined): void
  get(url: string): Promise<Answer>
  apply(definition: string): Promise<Answer>
}

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>

export async function wholeApi(definition = 'version: 1\n'): Promise<WholeApi> {
  const ends: (() => unknown)[] = []
  const resolver = new NameResolver()
  ends.push(() => resolver.close())
  const settings = settingsWith({ data: '.' })
  const { app, logged } = await api(
    { after: (end) => void ends.push(end as () => unknown) }, // given without the hook's arguments
    {
      parts: {
        plugins: allPlugins,
        monitored: {
          health: () => healthy,
          metrics: async () => '',
          stores: async () => wellStored,
        },
        probed: { releases: () => [], resolver },
        examined: (mayProbe) => ({
          settings,
          version: '0.0.0',
          running: undefined,
          resolver,
          releases: async () => [],
          mayProbe,
        }),
      },
    },
  )
  const headers = asAdministrator
  let asked: Caller | undefined
  app.addHook('preValidation', async (request) => {
    request.caller = asked ?? request.caller
  })
  const whole: WholeApi = {
    app,
    token: adminToken,
    logged,
    as: (caller) => (asked = caller),
    get: (url) => app.inject({ url, headers }),
    apply: (body) => app.inject({ method: 'POST', url: '/api/v1/apply', headers, body }),
    async [Symbol.asyncDispose]() {
      for (const end of ends.toReversed()) await end()
    },
  }
  const applied = await whole.apply(definition)
  if (applied.statusCode !== 200) throw new Error(applied.body)
  return whole
}

const healthy = healthOf(
  'serving',
  '0.0.0',
  [{ index: 0, state: 'running', restarts: 0, lastFailure: '' }],
  { logEngine: { state: 'running', restarts: 0 }, controlPlane: { restarts: 0 } },
  { dropped: 0, gaps: 0 },
)
