// The usual way to write a gateway in Node: Fastify, @fastify/http-proxy, hooks, pino.
// node fastify-gateway.mjs JOB BACKEND_PORT LISTEN_PORT LOG_FILE
import { randomUUID, timingSafeEqual } from 'node:crypto'
import fastify, { LogController } from 'fastify'
import proxy from '@fastify/http-proxy'
import { benchApps, gatewayPath, postPath } from '../workload.ts'

const [job, backendPort, listenPort, logFile] = process.argv.slice(2)
const isFull = job === 'full'
const limit = 1_000_000
const apps = new Map(
  benchApps.map(({ code, secret }) => [
    code,
    {
      code,
      secret: Buffer.from(secret),
      permissions: new Set([gatewayPath, postPath]),
      second: 0,
      used: 0,
    },
  ]),
)
const server = fastify({
  logger: isFull ? { level: 'info', file: logFile } : false,
  logController: new LogController({ disableRequestLogging: true }),
  genReqId: () => randomUUID(),
  keepAliveTimeout: 75_000,
})

if (isFull) {
  server.addHook('onRequest', async (request, reply) => {
    const claim = JSON.parse(request.headers['x-bkapi-authorization'] ?? '{}')
    const app = apps.get(claim.bk_app_code)
    const secret = Buffer.from(claim.bk_app_secret ?? '')
    if (
      app === undefined ||
      secret.length !== app.secret.length ||
      !timingSafeEqual(secret, app.secret)
    ) {
      return reply.code(400).send({ code: 1640001, result: false })
    }
    if (!app.permissions.has(request.url))
      return reply.code(403).send({ code: 1640301, result: false })
    const second = Math.floor(Date.now() / 1000)
    if (app.second !== second) {
      app.second = second
      app.used = 0
    }
    if (++app.used > limit) return reply.code(429).send({ code: 1642902, result: false })
    request.app = app.code
    reply.header('x-bkapi-request-id', request.id)
    reply.header('x-bkapi-ratelimit-remaining', limit - app.used)
  })
  server.addHook('onResponse', async (request, reply) => {
    request.log.info({
      request_id: request.id,
      method: request.method,
      path: request.url,
      app_code: request.app,
      status: reply.statusCode,
      gateway: 'demo',
      stage: 'prod',
      client_ip: request.ip,
      host: request.host,
      backend: '127.0.0.1',
      backend_scheme: 'http',
      duration: reply.elapsedTime,
      params: '',
      body: '',
      response_body: '',
    })
  })
}
await server.register(proxy, {
  upstream: `http://127.0.0.1:${backendPort}`,
  prefix: '/api/demo/prod',
  disableRequestLogging: true, // of the proxy, which has lines of its own
  undici: { connections: 128, pipelining: 1 },
  replyOptions: isFull
    ? {
        rewriteRequestHeaders: (request, headers) => {
          const { 'x-bkapi-authorization': _removed, ...kept } = headers
          return {
            ...kept,
            'x-bkapi-request-id': request.id,
            'x-bkapi-app': request.app,
            'x-forwarded-for': request.ip,
            'x-forwarded-proto': 'http',
          }
        },
      }
    : {},
})
await server.listen({ port: Number(listenPort), host: '127.0.0.1' })
