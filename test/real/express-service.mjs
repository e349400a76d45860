// An Express service with one route, so that everything else is Express's own 404.
import express from 'express'

const service = express()
service.use(express.json({ limit: '1kb' }))
service.get('/orders/:id', (request, answer) => answer.json({ id: request.params.id }))
service.post('/orders', (request, answer) => {
  if (!request.is('application/json')) return answer.status(415).json({ error: 'send JSON' })
  answer.status(201).json(request.body)
})
service.get('/broken', () => {
  throw new Error('an error of the service itself')
})

const server = service.listen(0, '127.0.0.1', () => {
  process.stdout.write(`port ${server.address().port}\n`)
})
