import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { seeServer } from './doctor-server.ts'

test('a redirect in front of the console is shown with where it leads', async (t) => {
  const location = 'https://console.example.test/healthz'
  const server = createServer((_request, response) => response.writeHead(301, { location }).end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // it listens on a port

  const seen = await seeServer(`http://127.0.0.1:${port}`)

  assert.deepEqual(seen, { kind: 'other', said: `HTTP 301 → ${location}` })
})
