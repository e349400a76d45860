import { before, suite } from 'node:test'
import { ownerOfAll, type Owner } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import {
  missing,
  startCaddy,
  startLighttpd,
  startNodeService,
  startPythonService,
  type RunningServer,
} from '../real-programs.ts'
import { refusingPort } from '../scripted-backend.ts'
import { testBehind, type Expected } from './behind.ts'

/** Programs that are told apart by more than their text: each serves the path of its own name behind
 *  one gateway. */
interface Writer {
  readonly name: string
  readonly needs: readonly string[]
  readonly start: (owner: Owner) => Promise<RunningServer>
  readonly pages: readonly Expected[]
}

const accessLayer = { responder: 'access_layer', fault: 'access_layer' } as const
const caller = { responder: 'service', fault: 'client', owner: 'caller' } as const

const writers: readonly Writer[] = [
  {
    name: 'lighttpd',
    needs: ['lighttpd'],
    start: (owner) =>
      startLighttpd(
        owner,
        `server.modules = ("mod_access", "mod_redirect")
$HTTP["url"] =~ "^/lighttpd/staff" { url.access-deny = ("") }
url.redirect = ("^/lighttpd/secure" => "https://127.0.0.1/lighttpd/secure")`,
      ),
    pages: [
      {
        title: "lighttpd's 403 is the access layer's, with our exit address in the advice",
        path: '/lighttpd/staff',
        status: 403,
        key: 'access_layer_denied',
        ...accessLayer,
        owner: 'publisher',
        software: /^lighttpd/,
        nextStep: /127\.0\.0\.1/,
      },
      {
        title: "lighttpd's redirect to https has no body; the publisher sets the scheme",
        path: '/lighttpd/secure',
        status: 301,
        key: 'https_redirect',
        responder: 'access_layer',
        fault: 'gateway',
        owner: 'publisher',
        nextStep: /https:\/\/127\.0\.0\.1/,
      },
    ],
  },
  {
    name: 'caddy',
    needs: ['caddy'],
    start: async (owner) =>
      startCaddy(
        owner,
        `respond /caddy/staff 403
reverse_proxy /caddy/down 127.0.0.1:${await refusingPort()}`,
      ),
    pages: [
      {
        title: "Caddy's empty 403 is the access layer's, by the order of its fields",
        path: '/caddy/staff',
        status: 403,
        key: 'access_layer_denied',
        ...accessLayer,
        owner: 'publisher',
        software: /^Caddy/,
      },
      {
        title: "Caddy's empty 502 is the access layer's, and the owner of the backend acts",
        path: '/caddy/down',
        status: 502,
        key: 'access_layer_bad_gateway',
        ...accessLayer,
        owner: 'backend',
        software: /^Caddy/,
      },
    ],
  },
  {
    name: 'flask',
    needs: ['python3', 'flask', 'waitress'],
    start: (owner) => startPythonService(owner, 'flask_service.py'),
    pages: [
      {
        title: "Flask's 404 is the service's, and so is a path that only the caller can know",
        path: '/flask/nowhere',
        status: 404,
        key: 'service_route_not_found',
        ...caller,
        software: /^Flask/,
      },
      {
        title: "Flask's 500 is the service's",
        path: '/flask/broken',
        status: 500,
        key: 'service_error',
        responder: 'service',
        fault: 'service',
        owner: 'backend',
        software: /^Flask/,
      },
    ],
  },
  {
    name: 'tornado',
    needs: ['python3', 'tornado'],
    start: (owner) => startPythonService(owner, 'tornado_service.py'),
    pages: [
      {
        title: "Tornado's 405 is the service refusing the method of the caller",
        method: 'DELETE',
        path: '/tornado/orders',
        status: 405,
        key: 'service_method_refused',
        ...caller,
        software: /^Tornado/,
      },
    ],
  },
  {
    name: 'fastify',
    needs: [],
    start: (owner) => startNodeService(owner, 'fastify-service.mjs'),
    pages: [
      {
        title: "Fastify's 415 is the service refusing the caller, who must send another type",
        method: 'POST',
        path: '/fastify/orders',
        headers: { 'Content-Type': 'application/x-ndjson' },
        body: '{}',
        status: 415,
        key: 'service_media_type',
        ...caller,
        software: /^Fastify/,
        nextStep: /content-type/i,
      },
    ],
  },
]

const present = writers.filter(({ needs }) => missing(...needs) === false)

suite('behind one gateway', () => {
  const owner = ownerOfAll()
  const servers = new Map<string, RunningServer>()
  let gateway: GatewayProcess

  before(async () => {
    for (const { name, start } of present) servers.set(name, await start(owner))
    const backends = Object.fromEntries([...servers].map(([name, { url }]) => [name, url]))
    const resources = present.map(({ name }) => ({
      name,
      path: `/${name}`,
      matchSubpath: true,
      backend: name,
      backendPath: `/${name}`,
    }))
    gateway = await startGateway(owner, definitionOf({ backends, resources }))
  })

  for (const { name, needs, pages } of writers) {
    suite(`a real ${name}`, { skip: missing(...needs) }, () => {
      for (const page of pages) {
        testBehind(
          () => gateway,
          () => servers.get(name)?.port ?? 0,
          page,
        )
      }
    })
  }
})
