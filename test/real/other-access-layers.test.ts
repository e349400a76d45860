import { before, suite } from 'node:test'
import { ownerOfAll, type Owner } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { missing, startApache, startHaproxy, type RunningServer } from '../real-programs.ts'
import { refusingPort } from '../scripted-backend.ts'
import { testBehind, type Expected } from './behind.ts'

/** Apache and HAProxy as the access layer. */
const own = { responder: 'access_layer', fault: 'access_layer' } as const

function suiteBehind(
  name: string,
  start: (owner: Owner) => Promise<RunningServer>,
  pages: readonly Expected[],
): void {
  suite(`behind a real ${name}`, { skip: missing(name) }, () => {
    const owner = ownerOfAll()
    let gateway: GatewayProcess
    let server: RunningServer

    before(async () => {
      server = await start(owner)
      const resources = [{ name: 'everything', path: '/', matchSubpath: true }]
      gateway = await startGateway(
        owner,
        definitionOf({ backends: { default: server.url }, resources }),
      )
    })

    for (const page of pages) {
      testBehind(
        () => gateway,
        () => server.port,
        page,
      )
    }
  })
}

suiteBehind(
  'apache',
  async (owner) =>
    startApache(
      owner,
      `<Location /staff>
         Require all denied
       </Location>
       ProxyPass /down http://127.0.0.1:${await refusingPort()}/`,
    ),
  [
    {
      title: "Apache's 403 is the access layer's, and the publisher acts",
      path: '/staff',
      status: 403,
      key: 'access_layer_denied',
      ...own,
      owner: 'publisher',
      software: /apache/i,
    },
    {
      title: "mod_proxy's 503 is written by the access layer, and the owner of the backend acts",
      path: '/down',
      status: 503,
      key: 'access_layer_no_upstream',
      ...own,
      owner: 'backend',
      software: /apache/i,
    },
  ],
)

suiteBehind(
  'haproxy',
  async (owner) =>
    startHaproxy(
      owner,
      `frontend all
  bind 127.0.0.1:@PORT@
  http-request deny if { path /staff }
  default_backend down
backend down
  server one 127.0.0.1:${await refusingPort()}`,
    ),
  [
    {
      title: "HAProxy's 403 is the access layer's, and the publisher acts",
      path: '/staff',
      status: 403,
      key: 'access_layer_denied',
      ...own,
      owner: 'publisher',
      software: /haproxy/i,
    },
    {
      title: "HAProxy's 503 is written by the access layer, and the owner of the backend acts",
      path: '/orders',
      status: 503,
      key: 'access_layer_no_upstream',
      ...own,
      owner: 'backend',
      software: /haproxy/i,
    },
  ],
)
