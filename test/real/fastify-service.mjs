// A Fastify service with one route, so that everything else is Fastify's own answer.
import fastify from 'fastify'

const service = fastify()
service.post('/fastify/orders', (request, reply) => reply.send(request.body))
await service.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`port ${service.server.address().port}\n`)
