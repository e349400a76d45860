import { before, suite } from 'node:test'
import { ownerOfAll, type Owner } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { missing, startGunicorn, startNodeService, type RunningServer } from '../real-programs.ts'
import { testBehind, type Expected } from './behind.ts'

/** Services right behind the gateway, without an access layer: what a framework says by itself. */
const service = { responder: 'service' } as const

function suiteBehind(
  title: string,
  needs: readonly string[],
  start: (owner: Owner) => Promise<RunningServer>,
  calls: readonly Expected[],
): void {
  suite(title, { skip: missing(...needs) }, () => {
    const owner = ownerOfAll()
    let gateway: GatewayProcess
    let server: RunningServer

    before(async () => {
      server = await start(owner)
      const resources = [
        { name: 'everything', path: '/', matchSubpath: true },
        { name: 'old_path', path: '/no/such/route' },
      ]
      gateway = await startGateway(
        owner,
        definitionOf({ backends: { default: server.url }, resources }),
      )
    })

    for (const expected of calls) {
      testBehind(
        () => gateway,
        () => server.port,
        expected,
      )
    }
  })
}

suiteBehind(
  'behind a real Django',
  ['gunicorn', 'django'],
  (owner) => startGunicorn(owner, 'django_site:application'),
  [
    {
      title: 'DisallowedHost is the service refusing the Host we send',
      path: '/fine/',
      status: 400,
      key: 'service_host_refused',
      ...service,
      fault: 'service',
      owner: 'backend',
      software: /django/i,
      nextStep: /127\.0\.0\.1/,
    },
  ],
)

suiteBehind(
  'behind a real Django REST framework',
  ['gunicorn', 'django', 'django-rest-framework'],
  (owner) => startGunicorn(owner, 'drf_site:application'),
  [
    {
      title: '415 is the service refusing the caller, who must send another type',
      method: 'POST',
      path: '/orders/',
      headers: { 'Content-Type': 'text/plain' },
      body: 'one order',
      status: 415,
      key: 'service_media_type',
      ...service,
      fault: 'client',
      owner: 'caller',
      nextStep: /content-type|media type/i,
    },
    {
      title: '405 is the service refusing the method of the caller',
      method: 'DELETE',
      path: '/orders/',
      status: 405,
      key: 'service_method_refused',
      ...service,
      fault: 'client',
      owner: 'caller',
    },
    {
      title: '401 is the service asking for credentials of its own',
      path: '/private/',
      status: 401,
      key: 'service_unauthorized',
      ...service,
      fault: 'client',
      owner: 'caller',
    },
    {
      title: 'a good answer has nobody at fault',
      path: '/orders/',
      status: 200,
      key: 'answered',
      responder: 'backend',
      fault: 'none',
      owner: 'nobody',
    },
  ],
)

suiteBehind(
  'behind a real Express',
  [],
  (owner) => startNodeService(owner, 'express-service.mjs'),
  [
    {
      title: "Express's 404 below a wildcard resource is the caller's path",
      path: '/nowhere',
      status: 404,
      key: 'service_route_not_found',
      ...service,
      fault: 'client',
      owner: 'caller',
      software: /express/i,
    },
    {
      title: "Express's 404 on a resource without variables is the publisher's path",
      path: '/no/such/route',
      status: 404,
      key: 'service_route_not_found',
      ...service,
      fault: 'gateway',
      owner: 'publisher',
      software: /express/i,
    },
    {
      title: '415 with a JSON body is the service refusing the caller',
      method: 'POST',
      path: '/orders',
      headers: { 'Content-Type': 'text/plain' },
      body: 'one order',
      status: 415,
      key: 'service_media_type',
      ...service,
      fault: 'client',
      owner: 'caller',
    },
    {
      title: "Express's own 500 page is the service's",
      path: '/broken',
      status: 500,
      key: 'service_error',
      ...service,
      fault: 'service',
      owner: 'backend',
    },
  ],
)
